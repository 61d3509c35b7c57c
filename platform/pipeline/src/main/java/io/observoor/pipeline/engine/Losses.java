package io.observoor.pipeline.engine;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.LossTable;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.pipeline.EventTypes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts losses by stage and event type. Any thread counts; the aggregation thread reports the
 * losses since the last window.
 */
final class Losses {
  /** The event of rows lost at {@link LossStage#SPOOL}, which belong to no single event. */
  private static final String ALL_EVENTS = "all";

  /** All types, and an index for unknown ones. */
  private static final int TYPES = EventTypes.MAXIMUM + 1;

  private final EventTypes eventTypes;
  private final Map<LossStage, AtomicLongArray> counts = new EnumMap<>(LossStage.class);

  /** Incremented by each loss, so that windows without losses skip the scan of all types. */
  private final AtomicLong changes = new AtomicLong();

  private long reportedChanges;

  /** The reported counts. Aggregation thread. */
  private final Map<LossStage, long[]> reported = new EnumMap<>(LossStage.class);

  private final TableBuilder builder = new TableBuilder(LossTable.SCHEMA);

  Losses(EventTypes eventTypes) {
    this.eventTypes = eventTypes;
    for (LossStage stage : LossStage.values()) {
      counts.put(stage, new AtomicLongArray(TYPES));
      reported.put(stage, new long[TYPES]);
    }
  }

  /** Counts a loss. Any thread. */
  void add(int type, LossStage stage, long count) {
    int index = type >= 0 && type < EventTypes.MAXIMUM ? type : EventTypes.MAXIMUM;
    counts.get(stage).getAndAdd(index, count);
    // Last: a report that misses the count sees the change next time.
    changes.incrementAndGet();
  }

  /** All losses so far. Any thread. */
  List<Loss> total() {
    List<Loss> losses = new ArrayList<>();
    counts.forEach(
        (stage, byType) -> {
          for (int type = 0; type < TYPES; type++) {
            long count = byType.get(type);
            if (count != 0) {
              losses.add(new Loss(name(stage, type), stage, count));
            }
          }
        });
    return losses;
  }

  /** The rows of the losses since the last call. Aggregation thread. */
  Optional<Table> report(TableContext context) {
    long now = changes.get();
    if (now == reportedChanges) {
      return Optional.empty();
    }
    reportedChanges = now;
    counts.forEach(
        (stage, byType) -> {
          long[] before = reported.get(stage);
          for (int type = 0; type < TYPES; type++) {
            long count = byType.get(type);
            if (count != before[type]) {
              builder.row().text(name(stage, type)).text(stage.text()).number(count - before[type]);
              before[type] = count;
            }
          }
        });
    return builder.rows() == 0 ? Optional.empty() : Optional.of(builder.build(context));
  }

  private String name(LossStage stage, int type) {
    if (type < EventTypes.MAXIMUM) {
      return eventTypes.name(type);
    }
    return stage == LossStage.SPOOL ? ALL_EVENTS : EventTypes.UNKNOWN;
  }
}
