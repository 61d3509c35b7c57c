package io.observoor.delivery.spool;

/**
 * The sizes of the batches that are kept. Their numbers follow each other, and they go from the
 * oldest on, so two ring arrays hold them: 12 bytes for each, however long the backlog. Not
 * thread-safe: the ledger guards it.
 */
final class BatchSizes {
  /** The bytes of each batch and of all that were ever added before it. */
  private long[] ends = new long[64];

  private int[] rows = new int[64];

  /** Index of the oldest batch in the arrays. */
  private int head;

  private int count;
  private long first;

  /** The bytes of all batches that were removed. */
  private long removedBytes;

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
    return end(count) - removedBytes;
  }

  /** The bytes of the batches that are kept and come after this one. */
  long bytesAfter(long sequence) {
    long passed = Math.min(count, Math.max(0, sequence - first + 1));
    return end(count) - end(passed);
  }

  /** The bytes of the batches before this offset, and of all that were removed. */
  private long end(long offset) {
    return offset == 0 ? removedBytes : ends[at(offset - 1)];
  }

  int rowsOf(long sequence) {
    return rows[at(sequence - first)];
  }

  /** Adds the batch {@link #next}; one that is missing has no bytes and no rows. */
  void add(int batchBytes, int batchRows) {
    long end = end(count) + batchBytes;
    if (count == ends.length) {
      grow();
    }
    int at = at(count);
    ends[at] = end;
    rows[at] = batchRows;
    count++;
  }

  private void grow() {
    int length = ends.length;
    long[] moreEnds = new long[length * 2];
    int[] moreRows = new int[length * 2];
    System.arraycopy(ends, head, moreEnds, 0, length - head);
    System.arraycopy(ends, 0, moreEnds, length - head, head);
    System.arraycopy(rows, head, moreRows, 0, length - head);
    System.arraycopy(rows, 0, moreRows, length - head, head);
    ends = moreEnds;
    rows = moreRows;
    head = 0;
  }

  /** Removes the oldest batches. */
  void remove(int batches) {
    removedBytes = end(batches);
    head = at(batches);
    first += batches;
    count -= batches;
  }

  /**
   * How many of the oldest batches must go so that the rest and {@code more} bytes stay within the
   * bound.
   */
  int excess(long more, long maximumBytes) {
    long all = end(count) + more;
    int excess = 0;
    while (excess < count && all - end(excess) > maximumBytes) {
      excess++;
    }
    return excess;
  }

  private int at(long offset) {
    return (int) ((head + offset) % ends.length);
  }
}
