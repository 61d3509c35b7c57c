package io.observoor.pipeline;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import java.util.List;
import java.util.Map;

/**
 * The pipeline's counts since its start. Read one by one while events flow, so not one consistent
 * snapshot.
 *
 * @param events events by name, without lost ones
 * @param windowsClosed closed windows, including empty ones
 * @param rows rows of closed windows
 * @param losses the losses that are not 0
 * @param openWindows open windows
 * @param openKeys rows of the open windows so far
 * @param waitingWindows closed windows that delivery has refused and that are offered again
 * @param ringSlabs slabs in the shared ring
 * @param usedSlabs slabs with records to aggregate
 * @param failedMetrics metrics that are disabled because their probe's code failed
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

  /** The sum of all events. */
  public long eventCount() {
    return events.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The losses of all events at a stage. */
  public long lostAt(LossStage stage) {
    return losses.stream().filter(loss -> loss.stage() == stage).mapToLong(Loss::count).sum();
  }
}
