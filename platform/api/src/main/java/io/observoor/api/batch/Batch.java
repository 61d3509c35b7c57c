package io.observoor.api.batch;

/**
 * The numbered rows of one closed window.
 *
 * @param installation the name of the spool that numbered the batch: numbers are unique within it
 * @param sequence the number, from 1 on; it never repeats in one installation, and has no gaps
 *     except for batches that the spool gave up at its retention limit
 * @param rows the rows
 */
public record Batch(String installation, long sequence, WindowRows rows) {}
