package io.observoor.pipeline.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.observoor.pipeline.Slab;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Aggregating an event allocates nothing. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 2_000;

  @Test
  void eventsAllocateNothing() {
    Harness harness = new Harness(1000);
    int base = harness.register(SampleProbe.declaration()).eventBase();
    long[] words = new long[Slab.CAPACITY];
    int length = fill(words, base, harness.clocks.at(Harness.SLOT_START));
    for (int round = 0; round < ROUNDS; round++) {
      harness.aggregator.accept(words, length, 0);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      harness.aggregator.accept(words, length, 0);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long events = harness.aggregator.events(base) * 3 / 2;
    assertTrue(events > 1_000_000, () -> "only " + events);
    assertTrue(allocated < 10_000, () -> allocated + " bytes for " + events + " events");
  }

  private static int fill(long[] words, int base, long timestamp) {
    int position = 0;
    for (int i = 0; position + 32 < words.length; i++) {
      int pid = 1 + i % 64;
      Harness.write(words, position, timestamp, base + SampleProbe.CALL, pid, 1, i * 1_000L);
      position += 4;
      Harness.write(
          words, position, timestamp, base + SampleProbe.TRANSFER, pid, 1, i, i % 3, i % 5, i % 7);
      position += 7;
      Harness.write(
          words,
          position,
          timestamp,
          base + SampleProbe.NAMED,
          pid,
          1,
          SampleProbe.text("n" + i % 9));
      position += 5;
    }
    return position;
  }

  @Test
  void windowsReuseTables() {
    Harness harness = new Harness(1000);
    int base = harness.register(SampleProbe.declaration()).eventBase();
    long[] words = new long[Slab.CAPACITY];
    long perWindow = 0;
    for (int window = 0; window < 60; window++) {
      long now = harness.clocks.at(Harness.SLOT_START + window * 1000L);
      harness.clocks.moveTo(now);
      int length = fill(words, base, now);
      harness.aggregator.accept(words, 0, now);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      harness.aggregator.accept(words, length, 0);
      perWindow = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    long allocated = perWindow;
    // The window's few objects, but no table: the smallest is larger than this limit.
    assertTrue(allocated < 2_000, () -> allocated + " bytes");
  }
}
