package io.observoor.pipeline;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
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

  /** The losses at one stage, of all events. */
  public long lostAt(LossStage stage) {
    return losses.stream().filter(loss -> loss.stage() == stage).mapToLong(Loss::count).sum();
  }
}
