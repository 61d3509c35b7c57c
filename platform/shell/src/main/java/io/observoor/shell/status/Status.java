package io.observoor.shell.status;

import io.observoor.api.batch.Loss;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.KernelStatistics;
import io.observoor.pipeline.PipelineStatistics;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A snapshot of the agent.
 *
 * @param version of the agent
 * @param pid of its process
 * @param uptime since the process started
 * @param source of its configuration
 * @param slot of the network, by this host's clock
 * @param processes that are tracked
 * @param kernel counters of the kernel side
 * @param events the state of each event
 * @param pipeline counters of windows, rows and losses
 * @param eventsPerSecond over the last second
 * @param delivery counters of the spool
 * @param sinks the sinks, as for JSON
 */
record Status(
    String version,
    long pid,
    Duration uptime,
    String source,
    long slot,
    Collection<TrackedProcess> processes,
    KernelStatistics kernel,
    List<EventStatus> events,
    PipelineStatistics pipeline,
    double eventsPerSecond,
    DeliveryStatistics delivery,
    List<Object> sinks) {

  /** Counts the tracked processes by client; ordered by name. */
  Map<String, Long> byClient() {
    Map<String, Long> counts = new TreeMap<>();
    processes.forEach(process -> counts.merge(process.client().text(), 1L, Long::sum));
    return counts;
  }

  /** Returns the losses, largest first. */
  List<Loss> losses() {
    return delivery.lossesAfter(pipeline.losses()).stream()
        .filter(loss -> loss.count() > 0)
        .sorted(Comparator.comparingLong(Loss::count).reversed())
        .toList();
  }

  /** Counts the lost events and rows. */
  long lost() {
    return losses().stream().mapToLong(Loss::count).sum();
  }

  /** Returns the events that are enabled and attach to no hook of this kernel. */
  List<EventStatus> unavailable() {
    return events.stream().filter(event -> event.state() == EventStatus.State.UNAVAILABLE).toList();
  }

  /** Returns the JSON object; the field names are an interface for scripts. */
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", version);
    all.put("pid", pid);
    all.put("uptime_seconds", uptime.toSeconds());
    all.put("configuration", source);
    all.put("slot", slot);
    all.put("processes", Map.of("tracked", processes.size(), "by_client", byClient()));
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("per_second", eventsPerSecond);
    counts.put("total", pipeline.eventCount());
    counts.put("attached", kernel.eventsAttached());
    counts.put("unavailable", unavailable().stream().map(EventStatus::event).toList());
    counts.put("by_event", new TreeMap<>(pipeline.events()));
    all.put("events", counts);
    all.put("windows", pipeline.windowsClosed());
    all.put("rows", pipeline.rows());
    Map<String, Object> lost = new LinkedHashMap<>();
    lost.put("total", lost());
    lost.put("places", stages(losses()));
    all.put("lost", lost);
    all.put("spool", spool());
    all.put("sinks", sinks);
    return all;
  }

  private Map<String, Object> spool() {
    Map<String, Object> spool = new LinkedHashMap<>();
    spool.put("last_batch", delivery.lastSequence());
    spool.put("batches", delivery.spoolBatches());
    spool.put("bytes", delivery.spoolBytes());
    spool.put("stored_batches", delivery.storedBatches());
    spool.put("stored_rows", delivery.storedRows());
    spool.put("queued_windows", delivery.queuedWindows());
    spool.put("given_up_batches", delivery.givenUpBatches());
    spool.put("unreadable_batches", delivery.unreadableBatches());
    spool.put("failure", delivery.storeFailure());
    return spool;
  }

  private static List<Object> stages(Collection<Loss> losses) {
    return losses.stream()
        .<Object>map(
            loss -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("event", loss.event());
              fields.put("place", loss.stage().text());
              fields.put("count", loss.count());
              return fields;
            })
        .toList();
  }
}
