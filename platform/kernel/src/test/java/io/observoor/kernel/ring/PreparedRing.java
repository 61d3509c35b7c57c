package io.observoor.kernel.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A ring buffer in memory of the test, written as the kernel writes it; the data is there twice, as
 * when mapped.
 */
final class PreparedRing {
  static final int BUSY = 1 << 31;
  static final int DISCARD = 1 << 30;

  private final MemorySegment consumer;
  private final MemorySegment producer;
  private final MemorySegment data;
  private final int size;
  private long end;

  /** Creates an empty ring with both positions at {@code begin}. */
  PreparedRing(Arena arena, int size, long begin) {
    this.size = size;
    consumer = arena.allocate(8, 8);
    producer = arena.allocate(8, 8);
    data = arena.allocate(2L * size, 8);
    moveConsumer(begin);
    moveProducer(begin);
  }

  RingMemory memory() {
    return new RingMemory(consumer.address(), producer.address(), data.address(), size);
  }

  long consumer() {
    return consumer.get(ValueLayout.JAVA_LONG, 0);
  }

  long producer() {
    return end;
  }

  void moveConsumer(long position) {
    consumer.set(ValueLayout.JAVA_LONG, 0, position);
  }

  void moveProducer(long position) {
    end = position;
    producer.set(ValueLayout.JAVA_LONG, 0, position);
  }

  /** Appends an event. */
  void event(long timestamp, int type, int fieldCount, long... fields) {
    record(8 * (3 + fields.length), header(timestamp, type, fieldCount), fields);
  }

  /** Appends a record with this length word. Returns its position. */
  long record(int lengthWord, long[] header, long... fields) {
    long begin = end;
    putInt(begin, lengthWord);
    putInt(begin + 4, 0);
    long position = begin + 8;
    for (long word : header) {
      putLong(position, word);
      position += 8;
    }
    for (long word : fields) {
      putLong(position, word);
      position += 8;
    }
    long length = lengthWord & ~(BUSY | DISCARD);
    moveProducer(begin + ((length + 15) & -8L));
    return begin;
  }

  static long[] header(long timestamp, int type, int fieldCount) {
    return new long[] {
      timestamp, 7 | 8L << 32, type | 2L << 16 | (long) fieldCount << 24 | 1L << 32
    };
  }

  void putInt(long position, int value) {
    long offset = position & (size - 1);
    data.set(ValueLayout.JAVA_INT, offset, value);
    data.set(ValueLayout.JAVA_INT, offset + size, value);
  }

  void putLong(long position, long value) {
    long offset = position & (size - 1);
    data.set(ValueLayout.JAVA_LONG, offset, value);
    data.set(ValueLayout.JAVA_LONG, offset + size, value);
  }
}
