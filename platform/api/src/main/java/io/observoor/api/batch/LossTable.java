package io.observoor.api.batch;

import io.observoor.api.batch.ColumnType.Scalar;
import java.util.List;

/**
 * The table of what was lost: a row for each window, event type and place with a loss. Where rows
 * are lost, not events, {@code event} says whose: {@code all} at {@link LossPlace#SPOOL}, the
 * sink's name at {@link LossPlace#SPOOL_BOUND}.
 */
public final class LossTable {

  /** Its columns. */
  public static final TableSchema SCHEMA =
      TableSchema.ofWindows(
          "observoor_losses",
          List.of(
              Column.dimension("event", Scalar.LOW_CARDINALITY_TEXT),
              Column.dimension("place", Scalar.LOW_CARDINALITY_TEXT),
              Column.value("count", Scalar.UINT64)));

  private LossTable() {}
}
