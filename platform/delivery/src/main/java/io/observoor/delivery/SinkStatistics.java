package io.observoor.delivery;

/**
 * How a sink stands. Totals count from the start of the bundle.
 *
 * @param name its name
 * @param state what it does now
 * @param acknowledged the number of the last batch that it has made durable, with all before it
 * @param pendingBatches stored batches that it has not acknowledged
 * @param deliveredBatches batches that it acknowledged
 * @param deliveredRows rows in them
 * @param failures calls that failed
 * @param lastError the message of the last failure; empty when there was none
 * @param givenUpBatches batches that were removed at the spool's bound before it had acknowledged
 *     them
 * @param givenUpRows rows in them
 */
public record SinkStatistics(
    String name,
    SinkState state,
    long acknowledged,
    long pendingBatches,
    long deliveredBatches,
    long deliveredRows,
    long failures,
    String lastError,
    long givenUpBatches,
    long givenUpRows) {}
