package io.observoor.delivery.spool;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.LossTable;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.WindowRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds rows that report losses at the retention limit to a window. */
final class LossRows {

  private LossRows() {}

  /**
   * Returns the window with a row of losses for each sink, in its table of losses if it has one.
   *
   * @param lost number of rows given up, by sink
   */
  static WindowRows add(WindowRows window, Map<String, Long> lost) {
    if (lost.isEmpty()) {
      return window;
    }
    TableBuilder builder = new TableBuilder(LossTable.SCHEMA);
    List<Table> tables = new ArrayList<>();
    for (Table table : window.tables()) {
      if (table.schema().equals(LossTable.SCHEMA)) {
        copy(table, builder);
      } else {
        tables.add(table);
      }
    }
    lost.forEach(
        (sink, rows) -> builder.row().text(sink).text(LossStage.SPOOL_BOUND.text()).number(rows));
    tables.add(builder.build(window.context()));
    return new WindowRows(window.context(), tables);
  }

  private static void copy(Table table, TableBuilder builder) {
    for (int row = 0; row < table.rows(); row++) {
      builder
          .row()
          .text(table.column("event").textAt(row))
          .text(table.column("place").textAt(row))
          .number(table.column("count").longAt(row));
    }
  }
}
