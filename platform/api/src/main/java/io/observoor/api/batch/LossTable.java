package io.observoor.api.batch;

import io.observoor.api.batch.ColumnType.Scalar;
import java.util.List;

/**
 * The table of losses: a row for each window, event and {@link LossStage} with a {@link Loss}; the
 * stage stands in the column {@code place}.
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
