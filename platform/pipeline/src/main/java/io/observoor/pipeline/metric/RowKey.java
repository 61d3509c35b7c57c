package io.observoor.pipeline.metric;

import io.observoor.pipeline.Slab;

/**
 * Who a row belongs to, in one long that is never 0: the pid (32 bits), from bit 32 on the client
 * type (8), from bit 40 on the index of the sampling (23), and the highest bit.
 */
final class RowKey {
  private static final int SAMPLING_SHIFT = 40;
  private static final long SAMPLING_MASK = 0x7F_FFFF;
  private static final long CLIENT_TYPE_OF_WORD = 0xFF_0000L;

  private RowKey() {}

  /** What the keys of all events with this sampling have in common. */
  static long ofSampling(int samplingIndex) {
    return Long.MIN_VALUE | ((samplingIndex & SAMPLING_MASK) << SAMPLING_SHIFT);
  }

  /** The key of a record, from its header words. */
  static long of(long processWord, long typeWord, long ofSampling) {
    // the client type lies at bit 16 of the word, and at bit 32 of the key
    return (processWord & 0xFFFF_FFFFL) | ((typeWord & CLIENT_TYPE_OF_WORD) << 16) | ofSampling;
  }

  static int pid(long key) {
    return Slab.pid(key);
  }

  static int clientType(long key) {
    return (int) (key >>> 32) & 0xFF;
  }

  static int samplingIndex(long key) {
    return (int) ((key >>> SAMPLING_SHIFT) & SAMPLING_MASK);
  }
}
