package io.observoor.delivery;

import io.observoor.api.sink.Measurement;
import java.util.List;

/**
 * A sink's state at one moment. Totals count from the start of the bundle.
 *
 * @param name its name
 * @param state its state
 * @param acknowledged the last batch that it has acknowledged; 0 while it has no cursor
 * @param pendingBatches stored batches that it has not acknowledged
 * @param pendingBytes their bytes in the spool
 * @param deliveredBatches batches that it has acknowledged
 * @param deliveredRows rows in them
 * @param failures calls that failed since it was last started
 * @param lastError the message of the last failure; empty when there was none
 * @param givenUpBatches batches that were given up for it at the retention limit
 * @param givenUpRows rows in them
 * @param measurements the sink's own measurements, while its service is registered
 */
public record SinkStatistics(
    String name,
    SinkState state,
    long acknowledged,
    long pendingBatches,
    long pendingBytes,
    long deliveredBatches,
    long deliveredRows,
    long failures,
    String lastError,
    long givenUpBatches,
    long givenUpRows,
    List<Measurement> measurements) {

  /** Copies the list. */
  public SinkStatistics {
    measurements = List.copyOf(measurements);
  }
}
