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
 * Collects the statistics of all parts of the agent as Prometheus metrics, with the reference
 * agent's names where it has the metric. Any thread.
 */
final class AgentMetrics {
  private final SlotClock slots;
  private final ProbeHost probes;
  private final TrackedProcesses tracked;
  private final Pipeline pipeline;
  private final Delivery delivery;

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

  /** Returns the current values of all metrics. */
  MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    kernel(all, probes.statistics());
    events(all, probes.events());
    processes(all, tracked.tracked().values());
    pipeline(all, pipeline.statistics());
    delivery(all, delivery.statistics());
    rowsLost(all, pipeline.statistics(), delivery.statistics());
    all.metricSnapshot(
        new Metric("current_slot", "Current slot of the network by the clock of this host.")
            .add(slots.slotAt(System.currentTimeMillis()))
            .gauge());
    return all.build();
  }

  private static void kernel(MetricSnapshots.Builder all, KernelStatistics kernel) {
    long read = kernel.eventsRead().values().stream().mapToLong(Long::longValue).sum();
    all.metricSnapshot(
        new Metric("events_received", "Events read from the ring buffers.").add(read).counter());
    all.metricSnapshot(
        new Metric("ringbuf_used_bytes", "Unread bytes in the ring buffers of all CPUs.")
            .add(kernel.ringBytesUsed())
            .gauge());
    all.metricSnapshot(
        new Metric("ringbuf_capacity_bytes", "Capacity of the ring buffers of all CPUs in bytes.")
            .add(kernel.ringBytes())
            .gauge());
    Map<HookKind, Integer> attached = new EnumMap<>(HookKind.class);
    attached.putAll(kernel.programsAttached());
    kernel.trackingPrograms().forEach((kind, count) -> attached.merge(kind, count, Integer::sum));
    all.metricSnapshot(
        byKind(
                "bpf_programs_attached",
                "Attached BPF programs of probes and of process tracking, by hook kind.",
                attached)
            .gauge());
    all.metricSnapshot(
        byKind(
                "bpf_programs_failed",
                "BPF programs that the kernel refused and no alternative replaced, by hook kind; their"
                    + " events are not observed.",
                kernel.programsFailed())
            .gauge());
  }

  /** Exports every kind from the start, so that alerting rules can rely on it. */
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
            "1 for an observed event, with the hook it is attached to; 0 for one that is not observed.",
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
    Metric byClient = new Metric("pids_by_client", "Tracked processes by client.", "client_type");
    tracked.forEach(process -> byClient.add(1, process.client().text()));
    all.metricSnapshot(
        new Metric("pids_tracked", "Tracked processes.").add(tracked.size()).gauge());
    all.metricSnapshot(byClient.gauge());
  }

  private static void pipeline(MetricSnapshots.Builder all, PipelineStatistics pipeline) {
    Metric byType =
        new Metric("events_by_type", "Events counted in rows, by event type.", "event_type");
    pipeline.events().forEach((type, count) -> byType.add(count, type));
    all.metricSnapshot(byType.counter());
    losses(all, pipeline);
    all.metricSnapshot(
        new Metric("windows_closed", "Closed windows, including empty ones.")
            .add(pipeline.windowsClosed())
            .counter());
    all.metricSnapshot(
        new Metric("rows", "Rows of closed windows.").add(pipeline.rows()).counter());
  }

  private static void losses(MetricSnapshots.Builder all, PipelineStatistics pipeline) {
    Metric lost =
        new Metric(
            "events_lost",
            "Lost events by event type and loss stage; for the stage skipped, the upper bound.",
            "event_type",
            "place");
    long dropped = 0;
    for (Loss loss : pipeline.losses()) {
      // the spool loses rows, not events: see rowsLost
      if (loss.stage() != LossStage.SPOOL) {
        lost.add(loss.count(), loss.event(), loss.stage().text());
        dropped += loss.count();
      }
    }
    all.metricSnapshot(lost.counter());
    all.metricSnapshot(
        new Metric("events_dropped", "Lost events of all stages.").add(dropped).counter());
    all.metricSnapshot(
        new Metric(
                "bpf_ringbuf_overflows",
                "Events lost because the ring buffer of the kernel was full.")
            .add(pipeline.lostAt(LossStage.KERNEL_RING))
            .counter());
    all.metricSnapshot(
        new Metric(
                "event_parse_errors",
                "Records that do not match the declaration of their event.",
                "error_type")
            .add(pipeline.lostAt(LossStage.DECODE), LossStage.DECODE.text())
            .counter());
  }

  /** Exports every sink from the start, so that alerting rules can rely on it. */
  private static void rowsLost(
      MetricSnapshots.Builder all, PipelineStatistics pipeline, DeliveryStatistics delivery) {
    Metric lost =
        new Metric(
            "rows_lost",
            "Rows that did not reach a sink: given up at the retention limit of the spool, or not"
                + " stored at all (sink=\"all\").",
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
        new Metric(
            "sink_event_channel_length",
            "Stored batches that the sink has not acknowledged.",
            "sink");
    Metric rows =
        new Metric("sink_events_processed", "Rows that the sink has acknowledged.", "sink");
    Metric allErrors = new Metric("export_errors", "Failed calls to sinks.").add(0);
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
        new Metric("spool_bytes", "Bytes of the batches in the spool.")
            .add(delivery.spoolBytes())
            .gauge());
  }
}
