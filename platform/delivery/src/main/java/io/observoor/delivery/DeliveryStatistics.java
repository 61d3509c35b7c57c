package io.observoor.delivery;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import java.util.List;
import java.util.stream.Stream;

/**
 * How delivery stands at one moment. Totals count from the start of the bundle.
 *
 * @param installation the name of the installation that numbers the batches; empty while no spool
 *     is open
 * @param lastSequence the number of the newest stored batch; 0 while there is none
 * @param storedBatches batches that were stored
 * @param storedRows rows in them
 * @param spoolBatches batches that are kept now because a sink has not acknowledged them
 * @param spoolBytes the size of these batches, in bytes
 * @param queuedWindows windows that wait in memory to be stored
 * @param queuedRows rows in them
 * @param refusedWindows windows that were not taken because the queue was full
 * @param refusedRows rows in them
 * @param givenUpBatches batches that were removed at the spool's bound before every sink had them
 * @param unreadableBatches stored batches that could not be read again and were skipped
 * @param storeFailure why batches cannot be stored at the moment; empty when they can
 * @param sinks each sink that has a cursor or stands by, ordered by name
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

  /**
   * All losses of the agent: those before delivery, then the rows that the spool gave up for each
   * sink.
   */
  public List<Loss> lossesAfter(List<Loss> earlier) {
    return Stream.concat(
            earlier.stream(),
            sinks.stream()
                .filter(sink -> sink.givenUpRows() > 0)
                .map(sink -> new Loss(sink.name(), LossStage.SPOOL_BOUND, sink.givenUpRows())))
        .toList();
  }
}
