package io.observoor.kernel.ring;

/**
 * The addresses of one mapped ring buffer.
 *
 * @param consumer address of the consumer position, which the reader writes
 * @param producer address of the producer position, up to which programs have reserved
 * @param data address of the records; a second copy follows, so that no record is cut
 * @param size size of the data in bytes, a power of two
 */
public record RingMemory(long consumer, long producer, long data, int size) {
  public RingMemory {
    if (Integer.bitCount(size) != 1 || size < 8) {
      throw new IllegalArgumentException(
          "the size of a ring buffer is a power of two, not " + size);
    }
  }

  /** The unread bytes. Any thread. */
  long used() {
    return Memory.getLongAcquire(producer) - Memory.getLongAcquire(consumer);
  }
}
