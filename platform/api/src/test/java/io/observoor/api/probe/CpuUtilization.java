package io.observoor.api.probe;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The declaration of cpu_utilization, and its idea in little: a slice of running time is split at
 * the windows' borders, and what lies before the first open window has already been said there.
 * Shows that the API can carry it.
 */
final class CpuUtilization implements DerivedMetric {
  private record Span(long start, long end, Map<Integer, Map<Integer, Long>> nanosByPidAndCpu) {}

  private final Deque<Span> open = new ArrayDeque<>();

  @Override
  public TableSchema schema() {
    return TableSchema.ofProcesses(
        "cpu_utilization",
        List.of(
            Column.value("total_on_cpu_ns", Scalar.FLOAT32),
            Column.value("event_count", Scalar.UINT32),
            Column.value("active_cores", Scalar.UINT16),
            Column.value("system_cores", Scalar.UINT16),
            Column.value("max_core_on_cpu_ns", Scalar.FLOAT32),
            Column.value("max_core_id", Scalar.UINT32),
            Column.value("mean_core_pct", Scalar.FLOAT32),
            Column.value("min_core_pct", Scalar.FLOAT32),
            Column.value("max_core_pct", Scalar.FLOAT32)));
  }

  @Override
  public List<String> events() {
    return List.of("sched_switch");
  }

  @Override
  public void open(Window window, long startTimestamp, long endTimestamp) {
    open.addLast(new Span(startTimestamp, endTimestamp, new TreeMap<>()));
  }

  @Override
  public void accept(EventView event) {
    long end = event.timestamp();
    long start = end - event.field(0);
    for (Span span : open) {
      long inside = Math.min(end, span.end()) - Math.max(start, span.start());
      if (inside > 0) {
        span.nanosByPidAndCpu()
            .computeIfAbsent(event.pid(), _ -> new TreeMap<>())
            .merge(event.cpu(), inside, Long::sum);
      }
    }
  }

  @Override
  public void close(Window window, RowAppender rows) {
    Span span = open.removeFirst();
    span.nanosByPidAndCpu()
        .forEach(
            (pid, byCpu) -> {
              long total = byCpu.values().stream().mapToLong(Long::longValue).sum();
              List<Long> cores = new ArrayList<>(byCpu.values());
              cores.sort(null);
              rows.process(pid, 0, Sampling.NONE)
                  .real((float) total)
                  .number(byCpu.size())
                  .number(byCpu.size())
                  .number(2)
                  .real((float) (long) cores.getLast())
                  .number(0)
                  .real(0)
                  .real(0)
                  .real(0);
            });
  }
}
