package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.report.EventColumn;
import io.observoor.benchmarks.report.EventKind;
import io.observoor.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The times of a kind of event, for each way of counting it. One thread. */
final class EventTimes {
  private final Map<EventColumn, List<EventProgram.Batch>> batches =
      new EnumMap<>(EventColumn.class);

  void add(EventColumn column, List<EventProgram.Batch> measured) {
    batches.computeIfAbsent(column, _ -> new ArrayList<>()).addAll(measured);
  }

  /** Stores the kind's figures: the times added to the bare event, and ratios. */
  void report(EventKind kind, Results results) {
    double bare = best(EventColumn.BARE);
    for (EventColumn column : batches.keySet()) {
      double value = column == EventColumn.BARE ? bare : best(column) - bare;
      results.put(column.figure(kind), value, spread(column));
    }
    if (batches.containsKey(EventColumn.TRACKED)) {
      put(results, EventColumn.TRACKED_TO_BARE.figure(kind), best(EventColumn.TRACKED), bare);
    }
    double median = median(EventColumn.BARE);
    results.put(EventColumn.NOISE.figure(kind), (median / bare - 1) * 100, "");
    ratio(results, kind, EventColumn.ALONE_TO_EMPTY, EventColumn.ALONE, EventColumn.EMPTY);
    ratio(results, kind, EventColumn.BPFTRACE_TO_ALONE, EventColumn.BPFTRACE, EventColumn.ALONE);
  }

  /** Stores the ratio of two added times. */
  private void ratio(
      Results results, EventKind kind, EventColumn ratio, EventColumn above, EventColumn below) {
    if (batches.containsKey(above) && batches.containsKey(below)) {
      double bare = best(EventColumn.BARE);
      put(results, ratio.figure(kind), best(above) - bare, best(below) - bare);
    }
  }

  /** Tests whether an added time exceeds the noise. */
  private static void put(Results results, String figure, double above, double below) {
    if (above > 0 && below > 0) {
      results.put(figure, above / below, "");
    }
  }

  private double best(EventColumn column) {
    return sorted(column, EventProgram.Batch::nanos).getFirst();
  }

  private double median(EventColumn column) {
    List<Double> nanos = sorted(column, EventProgram.Batch::nanos);
    return nanos.get(nanos.size() / 2);
  }

  private List<Double> sorted(EventColumn column, ToDoubleFunction<EventProgram.Batch> measure) {
    return batches.get(column).stream().map(measure::applyAsDouble).sorted().toList();
  }

  private String spread(EventColumn column) {
    List<Double> nanos = sorted(column, EventProgram.Batch::nanos);
    List<Double> cpu = sorted(column, EventProgram.Batch::cpuNanos);
    return "an event: best %.0f, median %.0f, worst %.0f ns; of CPU: best %.0f, median %.0f ns"
        .formatted(
            nanos.getFirst(),
            nanos.get(nanos.size() / 2),
            nanos.getLast(),
            cpu.getFirst(),
            cpu.get(cpu.size() / 2));
  }
}
