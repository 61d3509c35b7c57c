package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one table, from one batch or several.
 *
 * @param schema the columns that all of them have
 * @param slices at least one, in the order of their batches; none is empty
 * @param rows how many rows they have together
 */
public record TableRows(TableSchema schema, List<Slice> slices, int rows) {

  /** Copies the list. */
  public TableRows {
    slices = List.copyOf(slices);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("no rows of " + schema.name());
    }
  }

  /** Rows of at least one slice. */
  public static TableRows of(TableSchema schema, List<Slice> slices) {
    return new TableRows(schema, slices, slices.stream().mapToInt(Slice::rows).sum());
  }

  /** The name of the table. */
  public String table() {
    return schema.name();
  }

  /** The rows [from, to), counted over all slices. */
  TableRows part(int from, int to) {
    List<Slice> part = new ArrayList<>();
    int begin = 0;
    for (Slice slice : slices) {
      int first = Math.max(from - begin, 0);
      int end = Math.min(to - begin, slice.rows());
      if (first < end) {
        part.add(
            new Slice(
                slice.batch(),
                slice.ordinal(),
                slice.table(),
                slice.from() + first,
                slice.from() + end));
      }
      begin += slice.rows();
    }
    return of(schema, part);
  }

  /**
   * Names exactly these rows, and no others of this installation, whenever they are delivered.
   *
   * @param installation who numbered the batches
   */
  String token(String installation) {
    Slice first = slices.getFirst();
    Slice last = slices.getLast();
    return "%s-%s-%d.%d.%d-%d.%d.%d"
        .formatted(
            installation,
            table(),
            first.batch(),
            first.ordinal(),
            first.from(),
            last.batch(),
            last.ordinal(),
            last.to());
  }
}
