package io.observoor.delivery.spool;

/**
 * Bytes and rows of each stored batch. Sequences are consecutive and batches are removed from the
 * oldest on, so two ring arrays hold them at 12 bytes for each batch. Not thread-safe: the {@link
 * SpoolIndex} locks.
 */
final class BatchSizes {
  /** Cumulative bytes up to the end of each batch, those of removed batches included. */
  private long[] ends = new long[64];

  private int[] rows = new int[64];

  /** Array position of the oldest batch. */
  private int head;

  private int count;
  private long first;

  /** Bytes of all batches that were removed. */
  private long removedBytes;

  /** Holds no batches; {@code next} is the sequence of the next one. */
  BatchSizes(long next) {
    first = next;
  }

  /** The sequence of the oldest batch; {@link #next} while there is none. */
  long first() {
    return first;
  }

  /** The sequence of the next batch. */
  long next() {
    return first + count;
  }

  int count() {
    return count;
  }

  long totalBytes() {
    return end(count) - removedBytes;
  }

  /** Bytes of the stored batches after this one. */
  long bytesAfter(long sequence) {
    long passed = Math.min(count, Math.max(0, sequence - first + 1));
    return end(count) - end(passed);
  }

  /** Cumulative bytes before this offset from the oldest batch, removed batches included. */
  private long end(long offset) {
    return offset == 0 ? removedBytes : ends[position(offset - 1)];
  }

  int rowsOf(long sequence) {
    return rows[position(sequence - first)];
  }

  /** Adds the batch {@link #next}. */
  void add(int batchBytes, int batchRows) {
    long end = end(count) + batchBytes;
    if (count == ends.length) {
      grow();
    }
    ends[position(count)] = end;
    rows[position(count)] = batchRows;
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
    head = position(batches);
    first += batches;
    count -= batches;
  }

  /** Number of oldest batches to remove so that the rest and {@code more} bytes fit the limit. */
  int excess(long more, long maximumBytes) {
    long all = end(count) + more;
    int excess = 0;
    while (excess < count && all - end(excess) > maximumBytes) {
      excess++;
    }
    return excess;
  }

  private int position(long offset) {
    return (int) ((head + offset) % ends.length);
  }
}
