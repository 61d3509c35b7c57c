package io.observoor.api.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ColumnType.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableBuilderTest {
  private static final TableContext CONTEXT =
      new TableContext(new Window(12_000, 12_750, 1, 12_000), 13_000, "node-1", "mainnet");
  private static final TableSchema SCHEMA =
      TableSchema.ofProcesses(
          "t",
          List.of(
              Column.dimension("device_id", Scalar.UINT32),
              Column.dimension("rw", Scalar.LOW_CARDINALITY_TEXT),
              Column.value("sum", Scalar.FLOAT32),
              Column.value("histogram", new ColumnType.Buckets())));

  private final TableBuilder builder = new TableBuilder(SCHEMA);

  private static int[] buckets(int first) {
    return new int[] {first, 1, 2, 3, 4, 5, 6, 7, 8, -1};
  }

  @Test
  void everyColumnGetsItsValue() {
    Sampling sampling = new Sampling(Sampling.Mode.NTH, 0.1f);
    builder.process(7, ClientType.GETH.id(), sampling).number(8).text("read").real(1.5f);
    builder.buckets(buckets(11), 0);
    builder
        .process(-1, 77, Sampling.NONE)
        .number(9)
        .text("read")
        .real(2.5f)
        .buckets(buckets(12), 0);
    Table table = builder.build(CONTEXT);

    assertEquals(2, table.rows());
    assertEquals(13_000, table.column("updated_date_time").longAt(1));
    assertEquals(12_000, table.column("window_start").longAt(0));
    assertEquals(750, table.column("interval_ms").longAt(0));
    assertEquals(1, table.column("wallclock_slot").longAt(0));
    assertEquals(12_000, table.column("wallclock_slot_start_date_time").longAt(0));
    assertEquals(7, table.column("pid").longAt(0));
    assertEquals(4_294_967_295L, table.column("pid").longAt(1), "pids are unsigned");
    assertEquals("geth", table.column("client_type").textAt(0));
    assertEquals("unknown", table.column("client_type").textAt(1));
    assertEquals("nth", table.column("sampling_mode").textAt(0));
    assertEquals(0.1f, table.column("sampling_rate").floatAt(0));
    assertEquals(9, table.column("device_id").longAt(1));
    assertEquals("read", table.column("rw").textAt(1));
    assertEquals(2.5f, table.column("sum").floatAt(1));
    ColumnData.Buckets histogram = (ColumnData.Buckets) table.column("histogram");
    assertEquals(12, histogram.countAt(1, 0));
    assertEquals(4_294_967_295L, histogram.countAt(1, 9), "counts are unsigned");
    assertEquals("node-1", table.column("meta_client_name").textAt(0));
    assertEquals("mainnet", table.column("meta_network_name").textAt(1));
  }

  @Test
  void aBuilderCanBeUsedAgain() {
    builder.process(1, 0, Sampling.NONE).number(1).text("a").real(1).buckets(buckets(1), 0);
    Table first = builder.build(CONTEXT);
    builder.process(2, 0, Sampling.NONE).number(2).text("b").real(2).buckets(buckets(2), 0);
    Table second = builder.build(CONTEXT);

    assertEquals(1, first.column("pid").longAt(0));
    assertEquals("a", first.column("rw").textAt(0));
    assertEquals(2, second.column("pid").longAt(0));
    assertEquals(1, second.rows());
  }

  @Test
  void manyRowsGrowTheArrays() {
    for (int i = 0; i < 10_000; i++) {
      builder
          .process(i, 1, Sampling.NONE)
          .number(i)
          .text("t" + i % 3)
          .real(i)
          .buckets(buckets(i), 0);
    }
    Table table = builder.build(CONTEXT);

    assertEquals(10_000, table.rows());
    assertEquals(9_999, table.column("device_id").longAt(9_999));
    assertEquals("t" + 9_998 % 3, table.column("rw").textAt(9_998));
    assertEquals(9_999, ((ColumnData.Buckets) table.column("histogram")).countAt(9_999, 0));
  }

  @Test
  void listsOfAllLengths() {
    TableBuilder lists =
        new TableBuilder(
            TableSchema.ofPoints(
                "hosts",
                List.of(
                    Column.value("ids", new ColumnType.Array(Scalar.UINT16)),
                    Column.value("names", new ColumnType.Array(Scalar.TEXT)))));
    lists.row().numbers(1, 2, 3).texts();
    lists.row().numbers().texts("a", "b");
    Table table = lists.build(CONTEXT);

    ColumnData.LongLists ids = (ColumnData.LongLists) table.column("ids");
    ColumnData.TextLists names = (ColumnData.TextLists) table.column("names");
    assertArrayEquals(new int[] {3, 3}, ids.ends());
    assertArrayEquals(new long[] {1, 2, 3}, ids.elements());
    assertArrayEquals(new int[] {0, 2}, names.ends());
    assertArrayEquals(new String[] {"a", "b"}, names.elements());
  }

  @Test
  void aWrongTypeNamesTheColumn() {
    builder.process(1, 0, Sampling.NONE);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> builder.text("no number"));

    assertTrue(refused.getMessage().contains("device_id"), refused.getMessage());
  }

  @Test
  void aMissingValueNamesTheColumn() {
    builder.process(1, 0, Sampling.NONE).number(1).text("read");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> builder.process(2, 0, Sampling.NONE));

    assertTrue(refused.getMessage().contains("sum"), refused.getMessage());
  }

  @Test
  void oneValueTooManyIsRefused() {
    builder.process(1, 0, Sampling.NONE).number(1).text("read").real(1).buckets(buckets(1), 0);
    assertThrows(IllegalStateException.class, () -> builder.number(1));
  }

  @Test
  void aRowOfTheWrongKindIsRefused() {
    assertThrows(IllegalStateException.class, builder::row);
    TableBuilder windows =
        new TableBuilder(TableSchema.ofWindows("w", List.of(Column.value("n", Scalar.UINT64))));
    assertThrows(IllegalStateException.class, () -> windows.process(1, 1, Sampling.NONE));
  }
}
