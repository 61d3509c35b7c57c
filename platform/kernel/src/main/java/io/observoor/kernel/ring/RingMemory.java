package io.observoor.kernel.ring;

/**
 * Where one ring buffer lies in memory.
 *
 * @param consumer address of the position up to which we have read; ours to write
 * @param producer address of the position up to which programs have reserved
 * @param data address of the records; the {@code size} bytes follow themselves once more, so that
 *     no record is cut
 * @param size bytes, a power of two
 */
public record RingMemory(long consumer, long producer, long data, int size) {
  public RingMemory {
    if (Integer.bitCount(size) != 1 || size < 8) {
      throw new IllegalArgumentException(
          "the size of a ring buffer is a power of two, not " + size);
    }
  }

  /** Bytes that wait to be read. Any thread. */
  long used() {
    return Memory.getLongAcquire(producer) - Memory.getLongAcquire(consumer);
  }
}
