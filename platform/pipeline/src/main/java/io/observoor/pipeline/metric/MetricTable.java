package io.observoor.pipeline.metric;

import io.observoor.api.batch.Histogram;
import io.observoor.api.probe.MetricKind;
import java.util.Arrays;

/**
 * The rows of one metric in one window: an open-addressing hash table in one array, so that an
 * event touches one or two cache lines. A row is:
 *
 * <pre>
 * key       pid, client type and sampling, packed by {@link RowKey}; 0 if the row is free
 * codes     one for each dimension
 * sum count
 * min max   gauge and latency
 * buckets   latency: two 32-bit counts per long, the even bucket in the lower half
 * </pre>
 *
 * <p>Windows reuse tables, which keep their capacity while it is needed: the steady state allocates
 * nothing. A row is identified by the position of its key in the array.
 */
public final class MetricTable {

  /** The number of rows beyond which new combinations of codes share the row with codes 0. */
  static final int MAX_ROWS = 65_536;

  private static final int MIN_CAPACITY = 32;
  private static final int PACKED_BUCKETS = Histogram.SIZE / 2;

  // Offsets from a row's sum.
  private static final int COUNT_OFFSET = 1;
  private static final int MIN_OFFSET = 2;
  private static final int MAX_OFFSET = 3;
  private static final int BUCKETS_OFFSET = 4;

  /** 2^64 divided by the golden ratio: spreads consecutive keys over the upper bits. */
  private static final long HASH_MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final int dimensions;
  private final int sumOffset;
  private final int stride;
  private final boolean hasExtremes;
  private final boolean hasBuckets;
  private long[] rows;
  private int mask;
  private int shift;
  private int size;
  private int growSize;
  private boolean folded;

  /** The maximum size of recent windows, decaying. */
  private int recentSize;

  MetricTable(MetricKind kind, int dimensions) {
    this.dimensions = dimensions;
    sumOffset = 1 + dimensions;
    hasExtremes = kind != MetricKind.COUNTER;
    hasBuckets = kind == MetricKind.LATENCY;
    stride = sumOffset + 2 + (hasExtremes ? 2 : 0) + (hasBuckets ? PACKED_BUCKETS : 0);
    allocate(MIN_CAPACITY);
  }

  private void allocate(int capacity) {
    rows = new long[capacity * stride];
    mask = capacity - 1;
    shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    growSize = capacity - capacity / 3;
  }

  /** The number of used rows. */
  int size() {
    return size;
  }

  /** The number of used and free rows. */
  int capacity() {
    return mask + 1;
  }

  /** Whether events exceeded {@link #MAX_ROWS}. */
  boolean isFolded() {
    return folded;
  }

  /** Finds or inserts the row of a key, without dimensions. */
  int row(long key) {
    int slot = (int) ((key * HASH_MULTIPLIER) >>> shift);
    while (true) {
      int row = slot * stride;
      long found = rows[row];
      if (found == key) {
        return row;
      }
      if (found == 0) {
        return insert(row, key, null);
      }
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Finds or inserts the row of a key and codes.
   *
   * @param codes one for each dimension; set to 0 if the table is full
   */
  int row(long key, long[] codes) {
    int slot = (int) (hash(key, codes, 0) >>> shift);
    while (true) {
      int row = slot * stride;
      long found = rows[row];
      if (found == key && hasCodes(row + 1, codes)) {
        return row;
      }
      if (found == 0) {
        return insert(row, key, codes);
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean hasCodes(int firstCode, long[] codes) {
    for (int i = 0; i < dimensions; i++) {
      if (rows[firstCode + i] != codes[i]) {
        return false;
      }
    }
    return true;
  }

  private long hash(long key, long[] codes, int firstCode) {
    long hash = key * HASH_MULTIPLIER;
    for (int i = 0; i < dimensions; i++) {
      hash = (hash ^ (hash >>> 29) ^ codes[firstCode + i]) * HASH_MULTIPLIER;
    }
    return hash;
  }

  private int insert(int freeRow, long key, long[] codes) {
    if (size >= MAX_ROWS && dimensions > 0 && !isZero(codes)) {
      folded = true;
      Arrays.fill(codes, 0, dimensions, 0);
      return row(key, codes);
    }
    if (size == growSize) {
      grow();
      return dimensions == 0 ? row(key) : row(key, codes);
    }
    size++;
    rows[freeRow] = key;
    for (int i = 0; i < dimensions; i++) {
      rows[freeRow + 1 + i] = codes[i];
    }
    if (hasExtremes) {
      rows[freeRow + sumOffset + MIN_OFFSET] = Long.MAX_VALUE;
      rows[freeRow + sumOffset + MAX_OFFSET] = Long.MIN_VALUE;
    }
    return freeRow;
  }

  private boolean isZero(long[] codes) {
    for (int i = 0; i < dimensions; i++) {
      if (codes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    long[] old = rows;
    allocate((mask + 1) * 2);
    for (int oldRow = 0; oldRow < old.length; oldRow += stride) {
      if (old[oldRow] != 0) {
        int slot = (int) (hash(old[oldRow], old, oldRow + 1) >>> shift);
        while (rows[slot * stride] != 0) {
          slot = (slot + 1) & mask;
        }
        System.arraycopy(old, oldRow, rows, slot * stride, stride);
      }
    }
  }

  /**
   * Adds to a row.
   *
   * @param value the amount, duration or level
   * @param count the number of occurrences that the event stands for, at least 1
   */
  void add(int row, long value, long count) {
    long[] array = rows;
    int sumPosition = row + sumOffset;
    array[sumPosition] += value;
    array[sumPosition + COUNT_OFFSET] += count;
    if (hasExtremes) {
      if (value < array[sumPosition + MIN_OFFSET]) {
        array[sumPosition + MIN_OFFSET] = value;
      }
      if (value > array[sumPosition + MAX_OFFSET]) {
        array[sumPosition + MAX_OFFSET] = value;
      }
      if (hasBuckets) {
        int bucket = Histogram.bucket(value);
        int half = (bucket & 1) << 5;
        long halfMask = 0xFFFF_FFFFL << half;
        int bucketPosition = sumPosition + BUCKETS_OFFSET + (bucket >>> 1);
        long before = array[bucketPosition];
        // The mask keeps an overflow from the neighbouring count.
        array[bucketPosition] = (before & ~halfMask) | ((before + (count << half)) & halfMask);
      }
    }
  }

  /**
   * Adds consecutive records of a metric without dimensions and conditions, each with count 1.
   * Equivalent to {@link #row(long)} and {@link #add} for each of them.
   *
   * @param start the position of the first record
   * @param end the position after the last record
   * @param recordLength the words of a record
   * @param samplingKey see {@link RowKey#of}
   * @param valueOffset the offset of the value in a record
   */
  void addRun(
      long[] words, int start, int end, int recordLength, long samplingKey, int valueOffset) {
    for (int record = start; record < end; record += recordLength) {
      long key = RowKey.of(words[record + 1], words[record + 2], samplingKey);
      add(row(key), words[record + valueOffset], 1);
    }
  }

  /** The next used row at or after a row; -1 if there is none. */
  int nextRow(int from) {
    for (int row = from; row < rows.length; row += stride) {
      if (rows[row] != 0) {
        return row;
      }
    }
    return -1;
  }

  int stride() {
    return stride;
  }

  long key(int row) {
    return rows[row];
  }

  long code(int row, int dimension) {
    return rows[row + 1 + dimension];
  }

  long sum(int row) {
    return rows[row + sumOffset];
  }

  long count(int row) {
    return rows[row + sumOffset + COUNT_OFFSET];
  }

  long minimum(int row) {
    return rows[row + sumOffset + MIN_OFFSET];
  }

  long maximum(int row) {
    return rows[row + sumOffset + MAX_OFFSET];
  }

  void buckets(int row, int[] counts) {
    for (int i = 0; i < PACKED_BUCKETS; i++) {
      long packed = rows[row + sumOffset + BUCKETS_OFFSET + i];
      counts[2 * i] = (int) packed;
      counts[2 * i + 1] = (int) (packed >>> 32);
    }
  }

  /** Clears the table for reuse; shrinks one that has been far too large for many windows. */
  void clear() {
    recentSize = Math.max(size, recentSize - recentSize / 8 - 1);
    int capacity = mask + 1;
    if (capacity > MIN_CAPACITY && recentSize < capacity / 16) {
      allocate(capacity / 4 > MIN_CAPACITY ? capacity / 4 : MIN_CAPACITY);
    } else if (size > 0) {
      Arrays.fill(rows, 0);
    }
    size = 0;
    folded = false;
  }
}
