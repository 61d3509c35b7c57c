package io.observoor.pipeline.metric;

import io.observoor.api.batch.Histogram;
import io.observoor.api.probe.MetricKind;
import java.util.Arrays;

/**
 * The rows of one metric in one window: an open-addressing hash table whose rows lie in one array,
 * key first, values behind it, so that an event touches one or two cache lines. A row is:
 *
 * <pre>
 * key       who: pid, client type and sampling as {@link RowKey} packs them; 0: the row is free
 * codes     one for each dimension
 * sum count
 * min max   gauge and latency
 * buckets   latency: two counts of 32 bits in a long, the even bucket in the lower half
 * </pre>
 *
 * <p>Tables are used again for later windows and keep their size as long as it is of use: in the
 * steady state nothing is allocated.
 */
public final class MetricTable {

  /** Rows beyond which new combinations of codes share the row whose codes are all 0. */
  static final int MOST_ROWS = 65_536;

  private static final int SMALLEST = 32;
  private static final int PACKED_BUCKETS = Histogram.SIZE / 2;

  /** 2^64 divided by the golden ratio: spreads consecutive keys over the upper bits. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final int dimensions;
  private final int values;
  private final int stride;
  private final boolean hasExtremes;
  private final boolean hasBuckets;
  private long[] rows;
  private int mask;
  private int shift;
  private int size;
  private int growAt;
  private boolean folded;

  /** The greatest size of the last windows, forgotten slowly. */
  private int recentSize;

  MetricTable(MetricKind kind, int dimensions) {
    this.dimensions = dimensions;
    values = 1 + dimensions;
    hasExtremes = kind != MetricKind.COUNTER;
    hasBuckets = kind == MetricKind.LATENCY;
    stride = values + 2 + (hasExtremes ? 2 : 0) + (hasBuckets ? PACKED_BUCKETS : 0);
    allocate(SMALLEST);
  }

  private void allocate(int capacity) {
    rows = new long[capacity * stride];
    mask = capacity - 1;
    shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    growAt = capacity - capacity / 3;
  }

  /** How many rows are in use. */
  int size() {
    return size;
  }

  /** How many rows it has room for. */
  int capacity() {
    return mask + 1;
  }

  /** Whether there were more combinations than {@link #MOST_ROWS}. */
  boolean isFolded() {
    return folded;
  }

  /** The row of a key of a metric without dimensions: where it begins. */
  int row(long key) {
    int slot = (int) ((key * SPREAD) >>> shift);
    while (true) {
      int at = slot * stride;
      long found = rows[at];
      if (found == key) {
        return at;
      }
      if (found == 0) {
        return insert(at, key, null);
      }
      slot = (slot + 1) & mask;
    }
  }

  /**
   * The row of a key and its codes: where it begins.
   *
   * @param codes one for each dimension; set to 0 when the table is full
   */
  int row(long key, long[] codes) {
    int slot = (int) (hash(key, codes, 0) >>> shift);
    while (true) {
      int at = slot * stride;
      long found = rows[at];
      if (found == key && sameCodes(at + 1, codes)) {
        return at;
      }
      if (found == 0) {
        return insert(at, key, codes);
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean sameCodes(int at, long[] codes) {
    for (int i = 0; i < dimensions; i++) {
      if (rows[at + i] != codes[i]) {
        return false;
      }
    }
    return true;
  }

  private long hash(long key, long[] codes, int from) {
    long hash = key * SPREAD;
    for (int i = 0; i < dimensions; i++) {
      hash = (hash ^ (hash >>> 29) ^ codes[from + i]) * SPREAD;
    }
    return hash;
  }

  private int insert(int free, long key, long[] codes) {
    if (size >= MOST_ROWS && dimensions > 0 && !isZero(codes)) {
      folded = true;
      Arrays.fill(codes, 0, dimensions, 0);
      return row(key, codes);
    }
    if (size == growAt) {
      grow();
      return dimensions == 0 ? row(key) : row(key, codes);
    }
    size++;
    rows[free] = key;
    for (int i = 0; i < dimensions; i++) {
      rows[free + 1 + i] = codes[i];
    }
    if (hasExtremes) {
      rows[free + values + 2] = Long.MAX_VALUE;
      rows[free + values + 3] = Long.MIN_VALUE;
    }
    return free;
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
    for (int at = 0; at < old.length; at += stride) {
      if (old[at] != 0) {
        int slot = (int) (hash(old[at], old, at + 1) >>> shift);
        while (rows[slot * stride] != 0) {
          slot = (slot + 1) & mask;
        }
        System.arraycopy(old, at, rows, slot * stride, stride);
      }
    }
  }

  /**
   * Adds to a row.
   *
   * @param at where the row begins
   * @param value the amount, duration or level
   * @param count how many the event stands for, 1 at least
   */
  void add(int at, long value, long count) {
    long[] array = rows;
    int sum = at + values;
    array[sum] += value;
    array[sum + 1] += count;
    if (hasExtremes) {
      if (value < array[sum + 2]) {
        array[sum + 2] = value;
      }
      if (value > array[sum + 3]) {
        array[sum + 3] = value;
      }
      if (hasBuckets) {
        int bucket = Histogram.bucket(value);
        int half = (bucket & 1) << 5;
        long halfMask = 0xFFFF_FFFFL << half;
        int packed = sum + 4 + (bucket >>> 1);
        long before = array[packed];
        // a count that overflows must not reach its neighbour
        array[packed] = (before & ~halfMask) | ((before + (count << half)) & halfMask);
      }
    }
  }

  /**
   * Adds a run of records, for the common metric: one without dimensions and conditions, each
   * record counting once. The same as {@link #row(long)} and {@link #add} for each of them.
   *
   * @param from where the first record begins
   * @param end where the last one ends
   * @param length words of a record
   * @param keyOfSampling see {@link RowKey#of}
   * @param value where in a record its value lies
   */
  void addRun(long[] words, int from, int end, int length, long keyOfSampling, int value) {
    for (int at = from; at < end; at += length) {
      add(row(RowKey.of(words[at + 1], words[at + 2], keyOfSampling)), words[at + value], 1);
    }
  }

  /** Where the next row in use begins, from {@code from} on; -1: there is none. */
  int nextRow(int from) {
    for (int at = from; at < rows.length; at += stride) {
      if (rows[at] != 0) {
        return at;
      }
    }
    return -1;
  }

  int stride() {
    return stride;
  }

  long key(int at) {
    return rows[at];
  }

  long code(int at, int dimension) {
    return rows[at + 1 + dimension];
  }

  long sum(int at) {
    return rows[at + values];
  }

  long count(int at) {
    return rows[at + values + 1];
  }

  long minimum(int at) {
    return rows[at + values + 2];
  }

  long maximum(int at) {
    return rows[at + values + 3];
  }

  void buckets(int at, int[] into) {
    for (int i = 0; i < PACKED_BUCKETS; i++) {
      long packed = rows[at + values + 4 + i];
      into[2 * i] = (int) packed;
      into[2 * i + 1] = (int) (packed >>> 32);
    }
  }

  /** Empties the table for another window; one that has been far too large for a while shrinks. */
  void clear() {
    recentSize = Math.max(size, recentSize - recentSize / 8 - 1);
    int capacity = mask + 1;
    if (capacity > SMALLEST && recentSize < capacity / 16) {
      allocate(capacity / 4 > SMALLEST ? capacity / 4 : SMALLEST);
    } else if (size > 0) {
      Arrays.fill(rows, 0);
    }
    size = 0;
    folded = false;
  }
}
