package io.observoor.agent.health;

import io.observoor.agent.slots.SlotClock;
import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkStatistics;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.KernelStatistics;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.PipelineStatistics;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of all parts of the agent as Prometheus metrics, by the names of the reference agent
 * where it has one. They are put together when somebody asks. Any thread.
 */
final class AgentMetrics {
  private final SlotClock slots;
  private final ProbeHost probes;
  private final TrackedProcesses tracked;
  private final Pipeline pipeline;
  private final Delivery delivery;

  /** Asks these for their figures. */
  AgentMetrics(
      SlotClock slots,
      ProbeHost probes,
      TrackedProcesses tracked,
      Pipeline pipeline,
      Delivery delivery) {
    this.slots = slots;
    this.probes = probes;
    this.tracked = tracked;
    this.pipeline = pipeline;
    this.delivery = delivery;
  }

  /** All metrics as of now. */
  MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    kernel(all, probes.statistics());
    events(all, probes.events());
    processes(all, tracked.tracked().values());
    pipeline(all, pipeline.statistics());
    delivery(all, delivery.statistics());
    rowsLost(all, pipeline.statistics(), delivery.statistics());
    all.metricSnapshot(
        new Metric("current_slot", "The slot of the network by this host's clock.")
            .add(slots.slotAt(System.currentTimeMillis()))
            .gauge());
    return all.build();
  }

  private static void kernel(MetricSnapshots.Builder all, KernelStatistics kernel) {
    long read = kernel.eventsRead().values().stream().mapToLong(Long::longValue).sum();
    all.metricSnapshot(
        new Metric("events_received", "Events that were read from the ring buffers.")
            .add(read)
            .counter());
    all.metricSnapshot(
        new Metric("ringbuf_used_bytes", "Bytes that wait unread in the ring buffers of all CPUs.")
            .add(kernel.ringBytesUsed())
            .gauge());
    all.metricSnapshot(
        new Metric("ringbuf_capacity_bytes", "What the ring buffers of all CPUs hold together.")
            .add(kernel.ringBytes())
            .gauge());
    Map<HookKind, Integer> attached = new EnumMap<>(HookKind.class);
    attached.putAll(kernel.programsAttached());
    kernel.trackingPrograms().forEach((kind, count) -> attached.merge(kind, count, Integer::sum));
    all.metricSnapshot(
        byKind(
                "bpf_programs_attached",
                "BPF programs that are attached, by the kind of hook: those of probes, and those that"
                    + " follow processes.",
                attached)
            .gauge());
    all.metricSnapshot(
        byKind(
                "bpf_programs_failed",
                "BPF programs that the kernel refused and that no alternative replaced, by the kind of"
                    + " hook: what they would see is not seen.",
                kernel.programsFailed())
            .gauge());
  }

  /** Every kind has a value, so that a rule need not wait for the first failure. */
  private static Metric byKind(String name, String help, Map<HookKind, Integer> programs) {
    Metric metric = new Metric(name, help, "type");
    for (HookKind kind : HookKind.values()) {
      if (kind != HookKind.OTHER || programs.containsKey(kind)) {
        metric.add(programs.getOrDefault(kind, 0), kind.text());
      }
    }
    return metric;
  }

  private static void events(MetricSnapshots.Builder all, List<EventStatus> events) {
    Metric attached =
        new Metric(
            "bpf_event_attached",
            "1 for an event that is seen, by the hook that serves it; 0 for one that is not.",
            "event",
            "group",
            "hook");
    events.forEach(
        event ->
            attached.add(
                event.state() == EventStatus.State.ATTACHED ? 1 : 0,
                event.event(),
                event.group(),
                event.hook()));
    all.metricSnapshot(attached.gauge());
  }

  private static void processes(MetricSnapshots.Builder all, Collection<TrackedProcess> tracked) {
    Metric byClient = new Metric("pids_by_client", "Tracked processes, by client.", "client_type");
    tracked.forEach(process -> byClient.add(1, process.client().text()));
    all.metricSnapshot(
        new Metric("pids_tracked", "Processes that are tracked.").add(tracked.size()).gauge());
    all.metricSnapshot(byClient.gauge());
  }

  private static void pipeline(MetricSnapshots.Builder all, PipelineStatistics pipeline) {
    Metric byType =
        new Metric("events_by_type", "Events that went into rows, by their type.", "event_type");
    pipeline.events().forEach((type, count) -> byType.add(count, type));
    all.metricSnapshot(byType.counter());
    losses(all, pipeline);
    all.metricSnapshot(
        new Metric("windows_closed", "Windows that were closed, empty ones too.")
            .add(pipeline.windowsClosed())
            .counter());
    all.metricSnapshot(
        new Metric("rows", "Rows of closed windows.").add(pipeline.rows()).counter());
  }

  private static void losses(MetricSnapshots.Builder all, PipelineStatistics pipeline) {
    Metric lost =
        new Metric(
            "events_lost",
            "Events that are in no row, by their type and where they were lost; skipped: at most.",
            "event_type",
            "place");
    long dropped = 0;
    for (Loss loss : pipeline.losses()) {
      // at the spool rows are lost, not events: see rowsLost
      if (loss.stage() != LossStage.SPOOL) {
        lost.add(loss.count(), loss.event(), loss.stage().text());
        dropped += loss.count();
      }
    }
    all.metricSnapshot(lost.counter());
    all.metricSnapshot(
        new Metric("events_dropped", "Events that are in no row, wherever they were lost.")
            .add(dropped)
            .counter());
    all.metricSnapshot(
        new Metric("bpf_ringbuf_overflows", "Events that found the kernel's ring buffer full.")
            .add(pipeline.lostAt(LossStage.KERNEL_RING))
            .counter());
    all.metricSnapshot(
        new Metric(
                "event_parse_errors",
                "Records that were not what their event declares.",
                "error_type")
            .add(pipeline.lostAt(LossStage.DECODE), LossStage.DECODE.text())
            .counter());
  }

  /** Every sink has a value, so that a rule need not wait for the first loss. */
  private static void rowsLost(
      MetricSnapshots.Builder all, PipelineStatistics pipeline, DeliveryStatistics delivery) {
    Metric lost =
        new Metric(
            "rows_lost",
            "Finished rows that did not reach a sink: given up at the spool's bound, or for all of"
                + " them (sink=\"all\") because they could not be stored.",
            "sink",
            "place");
    lost.add(pipeline.lostAt(LossStage.SPOOL), "all", LossStage.SPOOL.text());
    delivery
        .sinkLosses()
        .forEach(loss -> lost.add(loss.count(), loss.event(), loss.stage().text()));
    all.metricSnapshot(lost.counter());
  }

  private static void delivery(MetricSnapshots.Builder all, DeliveryStatistics delivery) {
    Metric waiting =
        new Metric("sink_event_channel_length", "Stored windows that wait for a sink.", "sink");
    Metric rows = new Metric("sink_events_processed", "Rows that a sink has made durable.", "sink");
    Metric allErrors = new Metric("export_errors", "Calls to sinks that failed.").add(0);
    for (SinkStatistics sink : delivery.sinks()) {
      waiting.add(sink.pendingBatches(), sink.name());
      rows.add(sink.deliveredRows(), sink.name());
      allErrors.add(sink.failures());
    }
    all.metricSnapshot(waiting.gauge());
    all.metricSnapshot(rows.counter());
    SinkMetrics.collect(all, delivery.sinks());
    all.metricSnapshot(allErrors.counter());
    all.metricSnapshot(
        new Metric("spool_bytes", "What the spool keeps for sinks that are behind.")
            .add(delivery.spoolBytes())
            .gauge());
  }
}
