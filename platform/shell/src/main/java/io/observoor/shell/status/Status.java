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
 * How the agent stands.
 *
 * @param version its version
 * @param pid its process
 * @param uptime since its start
 * @param source where its configuration comes from
 * @param slot of the network, by this host's clock
 * @param clients the tracked processes
 * @param kernel the kernel side
 * @param events what became of each event
 * @param pipeline windows, rows, losses
 * @param eventsPerSecond over the last second
 * @param delivery the spool
 * @param sinks the sinks, ready for JSON
 */
record Status(
    String version,
    long pid,
    Duration uptime,
    String source,
    long slot,
    Collection<TrackedProcess> clients,
    KernelStatistics kernel,
    List<EventStatus> events,
    PipelineStatistics pipeline,
    double eventsPerSecond,
    DeliveryStatistics delivery,
    List<Object> sinks) {

  /** Tracked processes by client, ordered by name. */
  Map<String, Long> byClient() {
    Map<String, Long> counts = new TreeMap<>();
    clients.forEach(process -> counts.merge(process.client().text(), 1L, Long::sum));
    return counts;
  }

  /** What was lost, most first. */
  List<Loss> losses() {
    return delivery.lossesAfter(pipeline.losses()).stream()
        .filter(loss -> loss.count() > 0)
        .sorted(Comparator.comparingLong(Loss::count).reversed())
        .toList();
  }

  /** How many events and rows were lost. */
  long lost() {
    return losses().stream().mapToLong(Loss::count).sum();
  }

  /** Events that are wanted and not seen. */
  List<EventStatus> unavailable() {
    return events.stream().filter(event -> event.state() == EventStatus.State.UNAVAILABLE).toList();
  }

  /** The JSON form, whose fields stay as they are. */
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", version);
    all.put("pid", pid);
    all.put("uptime_seconds", uptime.toSeconds());
    all.put("configuration", source);
    all.put("slot", slot);
    all.put("processes", Map.of("tracked", clients.size(), "by_client", byClient()));
    Map<String, Object> flow = new LinkedHashMap<>();
    flow.put("per_second", eventsPerSecond);
    flow.put("total", pipeline.eventCount());
    flow.put("attached", kernel.eventsAttached());
    flow.put("unavailable", unavailable().stream().map(EventStatus::event).toList());
    flow.put("by_event", new TreeMap<>(pipeline.events()));
    all.put("events", flow);
    all.put("windows", pipeline.windowsClosed());
    all.put("rows", pipeline.rows());
    Map<String, Object> lost = new LinkedHashMap<>();
    lost.put("total", lost());
    lost.put("places", places(losses()));
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

  private static List<Object> places(Collection<Loss> losses) {
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
