package io.observoor.delivery.spool;

import java.util.Arrays;

/**
 * The sizes of the batches that are kept. Their numbers follow each other, and they go from the
 * oldest on, so two ring arrays hold them: 8 bytes for each, however long the backlog. Not
 * thread-safe: the ledger guards it.
 */
final class BatchSizes {
  private int[] bytes = new int[64];
  private int[] rows = new int[64];

  /** Index of the oldest batch in the arrays. */
  private int head;

  private int count;
  private long first;
  private long totalBytes;

  /** No batches; the next is number {@code next}. */
  BatchSizes(long next) {
    first = next;
  }

  /** The number of the oldest batch; {@link #next} while there is none. */
  long first() {
    return first;
  }

  /** The number of the next batch. */
  long next() {
    return first + count;
  }

  int count() {
    return count;
  }

  long totalBytes() {
    return totalBytes;
  }

  int rowsOf(long sequence) {
    return rows[at(sequence - first)];
  }

  /** Adds the batch {@link #next}; one that is missing has no bytes and no rows. */
  void add(int batchBytes, int batchRows) {
    if (count == bytes.length) {
      bytes = grown(bytes);
      rows = grown(rows);
      head = 0;
    }
    int at = at(count);
    bytes[at] = batchBytes;
    rows[at] = batchRows;
    count++;
    totalBytes += batchBytes;
  }

  private int[] grown(int[] ring) {
    int[] grown = Arrays.copyOf(Arrays.copyOfRange(ring, head, ring.length), ring.length * 2);
    System.arraycopy(ring, 0, grown, ring.length - head, head);
    return grown;
  }

  /** Removes the oldest batches. */
  void remove(int batches) {
    for (int i = 0; i < batches; i++) {
      totalBytes -= bytes[at(i)];
    }
    head = at(batches);
    first += batches;
    count -= batches;
  }

  /**
   * How many of the oldest batches must go so that the rest and {@code more} bytes stay within the
   * bound.
   */
  int excess(long more, long maximumBytes) {
    long kept = totalBytes + more;
    int excess = 0;
    while (excess < count && kept > maximumBytes) {
      kept -= bytes[at(excess)];
      excess++;
    }
    return excess;
  }

  private int at(long offset) {
    return (int) ((head + offset) % bytes.length);
  }
}
