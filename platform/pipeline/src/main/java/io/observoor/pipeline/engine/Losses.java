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
 * What was lost, by place and event type. Any thread counts; the aggregation thread reports what
 * has come since the last window.
 */
final class Losses {
  /** Whose rows were lost at {@link LossStage#SPOOL}: they belong to no single event. */
  private static final String ALL = "all";

  /** One element more than there are types, for what has none. */
  private static final int TYPES = EventTypes.MAXIMUM + 1;

  private final EventTypes eventTypes;
  private final Map<LossStage, AtomicLongArray> counts = new EnumMap<>(LossStage.class);

  /**
   * Changes with every loss, so that a window without one is closed without looking at each type.
   */
  private final AtomicLong changes = new AtomicLong();

  private long reportedChanges;

  /** What has been reported; aggregation thread. */
  private final Map<LossStage, long[]> reported = new EnumMap<>(LossStage.class);

  private final TableBuilder builder = new TableBuilder(LossTable.SCHEMA);

  Losses(EventTypes eventTypes) {
    this.eventTypes = eventTypes;
    for (LossStage place : LossStage.values()) {
      counts.put(place, new AtomicLongArray(TYPES));
      reported.put(place, new long[TYPES]);
    }
  }

  /** Counts. Any thread. */
  void add(int type, LossStage place, long count) {
    int index = type >= 0 && type < EventTypes.MAXIMUM ? type : EventTypes.MAXIMUM;
    counts.get(place).getAndAdd(index, count);
    changes
        .incrementAndGet(); // last: a report that does not see the count sees the change next time
  }

  /** Everything that was lost so far. Any thread. */
  List<Loss> total() {
    List<Loss> losses = new ArrayList<>();
    counts.forEach(
        (place, byType) -> {
          for (int type = 0; type < TYPES; type++) {
            long count = byType.get(type);
            if (count != 0) {
              losses.add(new Loss(name(place, type), place, count));
            }
          }
        });
    return losses;
  }

  /** The rows of what was lost since the last call. Aggregation thread. */
  Optional<Table> report(TableContext context) {
    long now = changes.get();
    if (now == reportedChanges) {
      return Optional.empty();
    }
    reportedChanges = now;
    counts.forEach(
        (place, byType) -> {
          long[] before = reported.get(place);
          for (int type = 0; type < TYPES; type++) {
            long count = byType.get(type);
            if (count != before[type]) {
              builder.row().text(name(place, type)).text(place.text()).number(count - before[type]);
              before[type] = count;
            }
          }
        });
    return builder.rows() == 0 ? Optional.empty() : Optional.of(builder.build(context));
  }

  private String name(LossStage place, int type) {
    if (type < EventTypes.MAXIMUM) {
      return eventTypes.name(type);
    }
    return place == LossStage.SPOOL ? ALL : EventTypes.UNKNOWN;
  }
}
