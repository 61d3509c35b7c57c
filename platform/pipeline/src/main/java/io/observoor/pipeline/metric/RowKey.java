package io.observoor.pipeline.metric;

import io.observoor.pipeline.Slab;

/**
 * A row's process and sampling in one long that is never 0: the pid (32 bits), from bit 32 the
 * client type (8), from bit 40 the sampling's index (23), and the highest bit set.
 */
final class RowKey {
  private static final int SAMPLING_SHIFT = 40;
  private static final long SAMPLING_MASK = 0x7F_FFFF;
  private static final long CLIENT_TYPE_MASK = 0xFF_0000L;

  private RowKey() {}

  /** The bits that keys of this sampling share. */
  static long ofSampling(int samplingIndex) {
    return Long.MIN_VALUE | ((samplingIndex & SAMPLING_MASK) << SAMPLING_SHIFT);
  }

  /** The key of a record with these header words. */
  static long of(long processWord, long typeWord, long samplingKey) {
    // The client type moves from bit 16 of the word to bit 32 of the key.
    return (processWord & 0xFFFF_FFFFL) | ((typeWord & CLIENT_TYPE_MASK) << 16) | samplingKey;
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
