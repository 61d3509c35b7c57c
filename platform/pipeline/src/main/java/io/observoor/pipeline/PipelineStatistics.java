package io.observoor.pipeline;

import io.observoor.api.batch.LossPlace;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the pipeline has done since it started. The numbers are read one after the other while
 * events flow, so they can disagree by what happened in between.
 *
 * @param events events by name, lost ones not included
 * @param windowsClosed closed windows, empty ones included
 * @param rows rows handed to the delivery
 * @param losses what was lost, where there is something
 * @param openWindows windows that are open
 * @param openKeys rows of the open windows so far
 * @param waitingWindows closed windows that the delivery has refused and that are offered again
 * @param ringSlabs size of the shared ring
 * @param usedSlabs how much of it holds records that wait
 * @param failedMetrics metrics that are switched off because their probe's code failed
 */
public record PipelineStatistics(
    Map<String, Long> events,
    long windowsClosed,
    long rows,
    List<Loss> losses,
    int openWindows,
    long openKeys,
    int waitingWindows,
    int ringSlabs,
    int usedSlabs,
    List<String> failedMetrics) {

  /** Copies the collections. */
  public PipelineStatistics {
    events = Map.copyOf(events);
    losses = List.copyOf(losses);
    failedMetrics = List.copyOf(failedMetrics);
  }

  /** All events together. */
  public long eventCount() {
    return events.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What was lost here, and the rows that delivery gave up, under the names of their sinks. */
  public List<Loss> lossesWith(DeliveryStatistics delivery) {
    List<Loss> all = new ArrayList<>(losses);
    for (SinkStatistics sink : delivery.sinks()) {
      if (sink.givenUpRows() > 0) {
        all.add(new Loss(sink.name(), LossPlace.SPOOL_BOUND, sink.givenUpRows()));
      }
    }
    return List.copyOf(all);
  }

  /** What was lost at one place, of all events. */
  public long lostAt(LossPlace place) {
    return losses.stream().filter(loss -> loss.place() == place).mapToLong(Loss::count).sum();
  }

  /**
   * Events of one type that were lost at one place.
   *
   * @param event the event's name, {@link EventTypes#UNKNOWN} where it is not known; {@code all}
   *     for rows ({@link LossPlace#SPOOL}), which belong to no single event, and the sink's name
   *     for those that one sink did not get ({@link LossPlace#SPOOL_BOUND})
   * @param place where
   * @param count how many
   */
  public record Loss(String event, LossPlace place, long count) {}
}
