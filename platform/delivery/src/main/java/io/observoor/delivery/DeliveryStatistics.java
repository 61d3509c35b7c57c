package io.observoor.delivery;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import java.util.List;
import java.util.stream.Stream;

/**
 * The state of delivery at one moment. Totals count from the start of the bundle.
 *
 * @param installation the name of the installation; empty while no spool is open
 * @param lastSequence the newest stored batch; 0 while there is none
 * @param storedBatches batches that were stored
 * @param storedRows rows in them
 * @param spoolBatches batches that the spool keeps now
 * @param spoolBytes their bytes
 * @param queuedWindows windows that wait in memory to be stored
 * @param queuedRows rows in them
 * @param refusedWindows windows that were not accepted because the queue was full
 * @param refusedRows rows in them
 * @param givenUpBatches batches that were given up at the retention limit for at least one sink
 * @param unreadableBatches stored batches that are damaged and were skipped
 * @param storeFailure the reason why no batches can be stored now; empty while they can
 * @param sinks each sink that is registered or has a cursor, ordered by name
 */
public record DeliveryStatistics(
    String installation,
    long lastSequence,
    long storedBatches,
    long storedRows,
    long spoolBatches,
    long spoolBytes,
    int queuedWindows,
    long queuedRows,
    long refusedWindows,
    long refusedRows,
    long givenUpBatches,
    long unreadableBatches,
    String storeFailure,
    List<SinkStatistics> sinks) {

  /** Copies the list. */
  public DeliveryStatistics {
    sinks = List.copyOf(sinks);
  }

  /** The rows that the spool has given up for each sink, 0 included. */
  public List<Loss> sinkLosses() {
    return sinks.stream()
        .map(sink -> new Loss(sink.name(), LossStage.SPOOL_BOUND, sink.givenUpRows()))
        .toList();
  }

  /** All losses of the agent: those before delivery, then those of sinks that have any. */
  public List<Loss> lossesAfter(List<Loss> earlier) {
    return Stream.concat(earlier.stream(), sinkLosses().stream().filter(loss -> loss.count() > 0))
        .toList();
  }
}
