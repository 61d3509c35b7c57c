package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one table from one or more batches.
 *
 * @param schema the schema of all rows
 * @param ranges at least one, in the order of their batches; none is empty
 * @param rows the number of rows
 */
public record TableRows(TableSchema schema, List<RowRange> ranges, int rows) {

  public TableRows {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("no rows of " + schema.name());
    }
  }

  /** Creates the rows of at least one range. */
  public static TableRows of(TableSchema schema, List<RowRange> ranges) {
    return new TableRows(schema, ranges, ranges.stream().mapToInt(RowRange::rows).sum());
  }

  /** Returns the name of the table. */
  public String table() {
    return schema.name();
  }

  /** Returns the rows [from, to), counted over all ranges. */
  TableRows part(int from, int to) {
    List<RowRange> part = new ArrayList<>();
    int begin = 0;
    for (RowRange range : ranges) {
      int first = Math.max(from - begin, 0);
      int end = Math.min(to - begin, range.rows());
      if (first < end) {
        part.add(
            new RowRange(
                range.batch(),
                range.tableIndex(),
                range.table(),
                range.from() + first,
                range.from() + end));
      }
      begin += range.rows();
    }
    return of(schema, part);
  }

  /**
   * Returns ClickHouse's deduplication token of these rows, the same at each delivery.
   *
   * @param installation the installation that numbered the batches
   */
  String token(String installation) {
    RowRange first = ranges.getFirst();
    RowRange last = ranges.getLast();
    return "%s-%s-%d.%d.%d-%d.%d.%d"
        .formatted(
            installation,
            table(),
            first.batch(),
            first.tableIndex(),
            first.from(),
            last.batch(),
            last.tableIndex(),
            last.to());
  }
}
