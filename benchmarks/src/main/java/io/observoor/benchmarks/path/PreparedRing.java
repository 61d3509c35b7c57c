package io.observoor.benchmarks.path;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.observoor.kernel.ring.RingBufferReader;
import io.observoor.kernel.ring.RingMemory;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A ring buffer as mapped by the kernel, full of events of {@code probes-syscall}: {@value #EVENTS}
 * calls of one type with a header and a duration each, 40 bytes with the kernel's header. {@link
 * #refill} advances the producer by the whole size, so that it can be read again.
 */
final class PreparedRing implements AutoCloseable {
  /** Number of events. */
  static final int EVENTS = 200_000;

  /** Default size of a CPU's ring buffer. */
  private static final int SIZE = 8 << 20;

  /** {@code BPF_RINGBUF_DISCARD_BIT} of include/uapi/linux/bpf.h. */
  private static final int DISCARDED = 1 << 30;

  private static final int PAGE = 4096;
  private static final int RING_HEADER_BYTES = 8;
  private static final int RECORD_BYTES = (Slab.HEADER_WORDS + 1) * Long.BYTES;
  private static final int STRIDE = RING_HEADER_BYTES + RECORD_BYTES;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment consumer = arena.allocate(PAGE, PAGE);
  private final MemorySegment producer = arena.allocate(PAGE, PAGE);
  // not mapped twice: no record spans the end
  private final MemorySegment data = arena.allocate(SIZE, PAGE);

  /**
   * Fills the memory.
   *
   * @param type the event type
   */
  PreparedRing(int type, Calls calls) {
    for (int i = 0; i < EVENTS; i++) {
      long at = (long) i * STRIDE;
      data.set(JAVA_INT, at, RECORD_BYTES);
      data.set(JAVA_LONG, at + RING_HEADER_BYTES + 8, Slab.processWord(calls.pid(i), i));
      data.set(JAVA_LONG, at + RING_HEADER_BYTES + 16, Slab.typeWord(type, 1, 1, 0));
      data.set(JAVA_LONG, at + RING_HEADER_BYTES + 24, calls.durationNanos(i));
    }
    // one discarded record fills the rest
    long end = (long) EVENTS * STRIDE;
    data.set(JAVA_INT, end, (int) (SIZE - end - RING_HEADER_BYTES) | DISCARDED);
  }

  /** Returns a reader of the ring that fails at a loss. */
  RingBufferReader reader(TestPipeline types, SlabWriter writer) {
    return new RingBufferReader(
        List.of(memory()),
        writer,
        types.pipeline().eventTypes(),
        (type, place, count) -> {
          throw new IllegalStateException(count + " lost: " + place);
        });
  }

  RingMemory memory() {
    return new RingMemory(consumer.address(), producer.address(), data.address(), SIZE);
  }

  /** Makes all records readable again, with new time stamps. */
  void refill(EventClock clock) {
    for (int i = 0; i < EVENTS; i++) {
      data.set(JAVA_LONG, (long) i * STRIDE + RING_HEADER_BYTES, clock.next());
    }
    producer.set(JAVA_LONG, 0, producer.get(JAVA_LONG, 0) + SIZE);
  }

  @Override
  public void close() {
    arena.close();
  }
}
