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

/** Formats the line that summarizes the agent's work since the previous line. One thread. */
public final class StatusLine {
  /** The number of events that are named; the others are summed. */
  private static final int NAMED = 4;

  private static final String[] UNITS = {"", "k", "M", "G", "T"};

  private final TrackedProcesses tracked;
  private final Pipeline pipeline;
  private final Delivery delivery;
  private Map<String, Long> lastEvents = Map.of();
  private long lastWindows;
  private long lastRows;

  public StatusLine(TrackedProcesses tracked, Pipeline pipeline, Delivery delivery) {
    this.tracked = tracked;
    this.pipeline = pipeline;
    this.delivery = delivery;
  }

  /**
   * Formats windows, rows and events since the previous call, losses since the start, and the state
   * of the sinks.
   */
  public String next() {
    PipelineStatistics now = pipeline.statistics();
    DeliveryStatistics delivered = delivery.statistics();
    String line =
        String.join(
            "  ",
            count(tracked.tracked().size(), "process", "processes"),
            count(now.windowsClosed() - lastWindows, "window", "windows"),
            count(now.rows() - lastRows, "row", "rows"),
            events(since(now.events())),
            losses(delivered.lossesAfter(now.losses())),
            sinks(delivered));
    lastEvents = now.events();
    lastWindows = now.windowsClosed();
    lastRows = now.rows();
    return line;
  }

  /** Formats the totals since the start. */
  public String total() {
    PipelineStatistics now = pipeline.statistics();
    DeliveryStatistics delivered = delivery.statistics();
    return String.join(
        "  ",
        "total: " + count(now.windowsClosed(), "window", "windows"),
        count(now.rows(), "row", "rows"),
        count(now.eventCount(), "event", "events"),
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
            .limit(NAMED)
            .map(entry -> entry.getKey() + " " + shorten(entry.getValue()))
            .collect(Collectors.joining(", "));
    long rest = sorted.stream().skip(NAMED).mapToLong(Map.Entry::getValue).sum();
    return rest == 0 ? text : text + ", others " + shorten(rest);
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
            .limit(NAMED)
            .map(loss -> loss.event() + " " + loss.stage().text() + " " + shorten(loss.count()))
            .collect(Collectors.joining(", "));
    return "LOST " + shorten(all) + " (" + where + ")";
  }

  static String sinks(DeliveryStatistics delivery) {
    String named =
        delivery.sinks().stream()
            .filter(sink -> sink.state() != SinkState.STANDBY)
            .map(StatusLine::sink)
            .collect(Collectors.joining(", "));
    String sinks = named.isEmpty() ? "no sink" : named;
    return delivery.storeFailure().isEmpty()
        ? sinks
        : sinks + ", SPOOL FAILS: " + delivery.storeFailure();
  }

  private static String sink(SinkStatistics sink) {
    String text = sink.name() + " " + count(sink.deliveredRows(), "row", "rows");
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

  private static String count(long number, String one, String several) {
    return shorten(number) + " " + (number == 1 ? one : several);
  }

  /** Formats a number with at most three digits and a unit: 999, 1.2k, 45k, 3.0M. */
  static String shorten(long number) {
    double value = number;
    int unit = 0;
    // 999.5 would be rounded to 1000
    while (value >= (unit == 0 ? 1000 : 999.5) && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    long tenths = Math.round(value * 10);
    return unit > 0 && tenths < 100
        ? tenths / 10 + "." + tenths % 10 + UNITS[unit]
        : Math.round(value) + UNITS[unit];
  }
}
