package io.observoor.api.batch;

/**
 * The rows of one closed window on their way to the sinks.
 *
 * @param installation names the spool that numbered the batch: numbers are unique within it
 * @param sequence the number, from 1 on, that never repeats in one installation; without gaps but
 *     for batches that were given up because the spool reached its bound
 * @param rows the rows
 */
public record Batch(String installation, long sequence, WindowRows rows) {}
