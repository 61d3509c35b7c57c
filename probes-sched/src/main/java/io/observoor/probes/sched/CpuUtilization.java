package io.observoor.probes.sched;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.probe.DerivedMetric;
import io.observoor.api.probe.EventView;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Metric of the CPU time that the threads of each process used, split exactly at window boundaries.
 * Time whose window has closed counts in the oldest open window, so the sum over all windows stays
 * exact; time before the first window is dropped.
 *
 * <p>Confined to the aggregation thread. {@link #accept} allocates only for a new process or CPU.
 */
final class CpuUtilization implements DerivedMetric {
  /** Positions of fields; {@link #SLICE} is the number of the event sched_slice. */
  private static final int ON_CPU = 0;

  private static final int SWITCH_UNREPORTED = 2;
  private static final int SLICE_UNREPORTED = 1;
  private static final int SLICE = 2;

  private final IntSupplier onlineCpus;
  private final ArrayDeque<Span> spare = new ArrayDeque<>();

  /** The open windows, the oldest at {@code first}: a circular array, its length a power of two. */
  private Span[] open = new Span[4];

  private int first;
  private int count;
  private Sampling sampling = Sampling.NONE;
  private boolean started;
  private long startedNanos;

  /** An open window: its start in kernel time; it ends where the next one starts. */
  private static final class Span {
    private long start;
    private final CoreTimes times = new CoreTimes();
  }

  /**
   * Creates the metric without open windows.
   *
   * @param onlineCpus supplies the number of CPUs that are online; called as each window closes
   */
  CpuUtilization(IntSupplier onlineCpus) {
    this.onlineCpus = onlineCpus;
  }

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
    return List.of(SchedProbe.SWITCH, SchedProbe.SLICE);
  }

  @Override
  public void sampled(Map<String, Sampling> byEvent) {
    // the BPF programs sample sched_slice by the rule of sched_switch
    sampling = byEvent.get(SchedProbe.SWITCH);
  }

  @Override
  public void open(Window window, long startTimestamp, long endTimestamp) {
    if (!started) {
      started = true;
      startedNanos = startTimestamp;
    }
    if (count == open.length) {
      grow();
    }
    Span span = spare.isEmpty() ? new Span() : spare.pop();
    span.start = startTimestamp;
    open[index(count++)] = span;
  }

  private int index(int position) {
    return (first + position) & (open.length - 1);
  }

  private void grow() {
    Span[] more = new Span[2 * open.length];
    for (int i = 0; i < count; i++) {
      more[i] = open[index(i)];
    }
    open = more;
    first = 0;
  }

  @Override
  public void accept(EventView event) {
    long end = event.timestamp();
    long unreported = event.field(event.event() == SLICE ? SLICE_UNREPORTED : SWITCH_UNREPORTED);
    long start = Math.max(end - unreported, startedNanos);
    if (end <= start) {
      return;
    }
    long sliceStart = Math.max(end - event.field(ON_CPU), startedNanos);
    long key = CoreTimes.key(event.pid(), event.cpu());
    int clientType = event.clientType();
    // starts at the newest window, which usually contains all of the time
    for (int i = count - 1; i >= 0; i--) {
      Span span = open[index(i)];
      boolean oldest = i == 0;
      if (end > span.start || oldest) {
        long from = oldest ? start : Math.max(start, span.start);
        // the slice counts once in each window: with its first part there
        int slices = Math.max(sliceStart, span.start) >= from ? 1 : 0;
        span.times.add(key, clientType, end - from, slices);
        end = from;
        if (end <= start) {
          break;
        }
      }
    }
  }

  @Override
  public void close(Window window, RowAppender rows) {
    Span span = open[first];
    open[first] = null;
    first = index(1);
    count--;
    CoreTimes times = span.times;
    times.sort();
    double windowNanos = TimeUnit.MILLISECONDS.toNanos(window.intervalMillis());
    int systemCores = onlineCpus.getAsInt();
    int from = 0;
    while (from < times.size()) {
      int pid = CoreTimes.pid(times.sorted(from));
      int end = from + 1;
      while (end < times.size() && CoreTimes.pid(times.sorted(end)) == pid) {
        end++;
      }
      append(pid, times, from, end, windowNanos, systemCores, rows);
      from = end;
    }
    times.clear();
    spare.push(span);
  }

  /** Appends the row of a process, whose keys are at the positions {@code from} to {@code end}. */
  private void append(
      int pid,
      CoreTimes times,
      int from,
      int end,
      double windowNanos,
      int systemCores,
      RowAppender rows) {
    long total = 0;
    long slices = 0;
    long maxNanos = -1;
    int maxCpu = 0;
    double shareSum = 0;
    double minShare = Double.MAX_VALUE;
    double maxShare = 0;
    int clientType = 0;
    for (int i = from; i < end; i++) {
      int slot = times.find(times.sorted(i));
      long nanos = times.nanosAt(slot);
      double share = Math.min(100 * nanos / windowNanos, 100);
      total += nanos;
      slices += times.slicesAt(slot);
      shareSum += share;
      minShare = Math.min(minShare, share);
      maxShare = Math.max(maxShare, share);
      if (nanos > maxNanos) {
        maxNanos = nanos;
        maxCpu = CoreTimes.cpu(times.sorted(i));
      }
      clientType = times.clientAt(slot);
    }
    int cores = end - from;
    rows.process(pid, clientType, sampling)
        .real((float) total)
        .number(slices)
        .number(cores)
        .number(systemCores)
        .real((float) maxNanos)
        .number(maxCpu)
        .real((float) (shareSum / cores))
        .real((float) minShare)
        .real((float) maxShare);
  }
}
