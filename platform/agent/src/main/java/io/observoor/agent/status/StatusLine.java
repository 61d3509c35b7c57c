package io.observoor.agent.status;

import io.observoor.api.batch.Loss;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.PipelineStatistics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One line about what happened since the last one. One thread. */
public final class StatusLine {
  /** More kinds of events than this are summed up. */
  private static final int KINDS = 4;

  private final TrackedProcesses tracked;
  private final Pipeline pipeline;
  private final Delivery delivery;
  private Map<String, Long> lastEvents = Map.of();
  private long lastWindows;
  private long lastRows;

  /** Asks these for their figures. */
  public StatusLine(TrackedProcesses tracked, Pipeline pipeline, Delivery delivery) {
    this.tracked = tracked;
    this.pipeline = pipeline;
    this.delivery = delivery;
  }

  /** Windows, rows and events since the last call; losses since the start; sinks as they stand. */
  public String next() {
    PipelineStatistics now = pipeline.statistics();
    DeliveryStatistics delivered = delivery.statistics();
    String line =
        String.join(
            "  ",
            tracked.tracked().size() + " processes",
            (now.windowsClosed() - lastWindows) + " windows",
            Amounts.shorten(now.rows() - lastRows) + " rows",
            events(since(now.events())),
            losses(delivered.lossesAfter(now.losses())),
            sinks(delivered));
    lastEvents = now.events();
    lastWindows = now.windowsClosed();
    lastRows = now.rows();
    return line;
  }

  /** Everything since the start. */
  public String total() {
    PipelineStatistics now = pipeline.statistics();
    DeliveryStatistics delivered = delivery.statistics();
    return String.join(
        "  ",
        "in all: " + now.windowsClosed() + " windows",
        Amounts.shorten(now.rows()) + " rows",
        Amounts.shorten(now.eventCount()) + " events",
        losses(delivered.lossesAfter(now.losses())),
        sinks(delivered));
  }

  private Map<String, Long> since(Map<String, Long> events) {
    Map<String, Long> since = new HashMap<>();
    events.forEach(
        (name, count) -> {
          long more = count - lastEvents.getOrDefault(name, 0L);
          if (more > 0) {
            since.put(name, more);
          }
        });
    return since;
  }

  static String events(Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return "no events";
    }
    List<Map.Entry<String, Long>> sorted =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    String text =
        sorted.stream()
            .limit(KINDS)
            .map(entry -> entry.getKey() + " " + Amounts.shorten(entry.getValue()))
            .collect(Collectors.joining(", "));
    long rest = sorted.stream().skip(KINDS).mapToLong(Map.Entry::getValue).sum();
    return rest == 0 ? text : text + ", others " + Amounts.shorten(rest);
  }

  static String losses(List<Loss> losses) {
    long all = losses.stream().mapToLong(Loss::count).sum();
    if (all == 0) {
      return "lost 0";
    }
    String where =
        losses.stream()
            .filter(loss -> loss.count() > 0)
            .sorted(Comparator.comparingLong(Loss::count).reversed())
            .limit(KINDS)
            .map(
                loss ->
                    loss.event() + " " + loss.stage().text() + " " + Amounts.shorten(loss.count()))
            .collect(Collectors.joining(", "));
    return "LOST " + Amounts.shorten(all) + " (" + where + ")";
  }

  static String sinks(DeliveryStatistics delivery) {
    String named =
        delivery.sinks().stream()
            .filter(sink -> sink.state() != SinkState.STANDING_BY)
            .map(StatusLine::sink)
            .collect(Collectors.joining(", "));
    String sinks = named.isEmpty() ? "no sink" : named;
    return delivery.storeFailure().isEmpty()
        ? sinks
        : sinks + ", SPOOL FAILS: " + delivery.storeFailure();
  }

  private static String sink(SinkStatistics sink) {
    String text = sink.name() + " " + Amounts.shorten(sink.deliveredRows()) + " rows";
    if (sink.pendingBatches() > 0) {
      text += ", behind " + sink.pendingBatches();
    }
    if (sink.state() != SinkState.DELIVERING) {
      text +=
          " ("
              + sink.state().text()
              + (sink.lastError().isEmpty() ? "" : ": " + sink.lastError())
              + ")";
    }
    return text;
  }
}
