package io.observoor.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("sink", ">rows", "state");
    table.row().cell("parquet").cell(5).cell("delivering");
    table.row().cell("http").cell(12345).cell("");
    assertEquals(
        List.of("sink      rows  state", "parquet      5  delivering", "http     12345"),
        table.lines(heading -> heading));
  }

  @Test
  void coloursDoNotCountAsWidth() {
    Table table = new Table("a", "b");
    table.row().cell("x", text -> "<red>" + text + "</red>").cell("y");
    table.row().cell("long").cell("z");
    assertEquals(
        List.of("a     b", "<red>x</red>     y", "long  z"), table.lines(heading -> heading));
  }
}
