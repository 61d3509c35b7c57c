package io.observoor.kernel.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.LossStage;
import io.observoor.libbpf.MonotonicClock;
import io.observoor.testing.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the running kernel: needs root and BTF. */
class ReaderLoopTest {
  private static final int PLENTY = 16 << 20;
  private static final int TIGHT = 64 << 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration NEVER = Duration.ofDays(1);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsEveryCallExactly(int writers) throws InterruptedException {
    TestPipeline pipeline = new TestPipeline(2048);
    try (CallCounter calls = new CallCounter(pipeline, PLENTY, ReaderLoop.DEFAULT_TIMEOUT)) {
      CallCounter.callOnThreads(writers, 100_003);
      long before = MonotonicClock.nanos();
      assertTrue(calls.loop().drain(TIMEOUT));

      assertEquals(writers * 100_003L, pipeline.takeCount());
      assertEquals(writers * 100_003L, calls.loop().counters().read(CallCounter.TYPE));
      assertEquals(0, calls.lost(LossStage.KERNEL_RING));
      assertEquals(0, calls.lost(LossStage.DECODE));
      assertEquals(0, calls.loop().unreadBytes());
      assertTrue(pipeline.watermark() >= before);
    }
  }

  @Test
  void recordsHaveProcessAndTime() {
    TestPipeline pipeline = new TestPipeline(64);
    try (CallCounter calls = new CallCounter(pipeline, PLENTY, ReaderLoop.DEFAULT_TIMEOUT)) {
      long before = MonotonicClock.nanos();
      CallCounter.call(3);
      long after = MonotonicClock.nanos();
      assertTrue(calls.loop().drain(TIMEOUT));

      var records = pipeline.take();
      assertEquals(3, records.size());
      for (long[] record : records) {
        assertTrue(before <= record[0] && record[0] <= after);
        assertEquals(ProcessHandle.current().pid(), record[1] & 0xffffffffL);
        assertEquals(CallCounter.TYPE, record[2] & 0xffff);
        assertEquals(3, record[2] >>> 16 & 0xff);
        assertEquals(1, record[2] >>> 24 & 0xff);
      }
    }
  }

  @Test
  void countsEveryLossWhileTheReaderIsPaused() throws InterruptedException {
    TestPipeline pipeline = new TestPipeline(256);
    try (CallCounter calls = new CallCounter(pipeline, TIGHT, ReaderLoop.DEFAULT_TIMEOUT)) {
      calls.loop().pause();
      assertFalse(calls.loop().drain(Duration.ofMillis(1)));
      CallCounter.callOnThreads(2, 10_007);
      assertTrue(calls.loop().unreadBytes() > TIGHT / 2);
      calls.loop().resume();
      assertTrue(calls.loop().drain(TIMEOUT));

      long lost = calls.lost(LossStage.KERNEL_RING);
      assertTrue(lost > 0);
      assertEquals(2 * 10_007, pipeline.takeCount() + lost);
    }
  }

  @Test
  void countsEveryLossWhileTheSharedRingIsFull() throws InterruptedException {
    TestPipeline pipeline = new TestPipeline(2);
    try (CallCounter calls = new CallCounter(pipeline, TIGHT, ReaderLoop.DEFAULT_TIMEOUT)) {
      CallCounter.callOnThreads(2, 10_007);
      assertFalse(calls.loop().drain(Duration.ofMillis(1)));
      AtomicLong delivered = new AtomicLong();
      Await.until(
          "the ring buffers are drained",
          () -> {
            boolean drained = calls.loop().drain(Duration.ofMillis(1));
            delivered.addAndGet(pipeline.takeCount());
            return drained;
          },
          drained -> drained);

      long lost = calls.lost(LossStage.KERNEL_RING);
      assertTrue(lost > 0);
      assertEquals(2 * 10_007, delivered.get() + lost);
    }
  }

  @Test
  void programsWakeASleepingReader() {
    TestPipeline pipeline = new TestPipeline(256);
    try (CallCounter calls = new CallCounter(pipeline, TIGHT, NEVER)) {
      ReaderCounters counters = calls.loop().counters();
      Await.until(
          "the reader counts a call",
          () -> {
            CallCounter.call(100);
            return counters.read(CallCounter.TYPE);
          },
          count -> count > 0);
    }
  }

  @Test
  void closesTwiceAndStillAnswers() {
    TestPipeline pipeline = new TestPipeline(64);
    CallCounter calls = new CallCounter(pipeline, TIGHT, NEVER);
    calls.close();
    calls.close();
    assertFalse(calls.loop().drain(TIMEOUT));
    assertEquals(0, calls.loop().unreadBytes());
    calls.loop().pause();
  }
}
