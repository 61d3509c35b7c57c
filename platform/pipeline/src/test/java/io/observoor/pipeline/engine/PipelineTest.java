package io.observoor.pipeline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.WindowRows;
import io.observoor.pipeline.PipelineStatistics;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import io.observoor.pipeline.window.Clocks;
import io.observoor.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The whole pipeline, with its thread and the system's clocks. */
class PipelineTest {
  private final List<WindowRows> closed = new ArrayList<>();
  private final AtomicBoolean refuses = new AtomicBoolean();

  private synchronized boolean offer(WindowRows rows) {
    return !refuses.get() && closed.add(rows);
  }

  private synchronized long count(String table) {
    long count = 0;
    for (WindowRows rows : closed) {
      for (var t : rows.tables()) {
        for (int row = 0; t.schema().name().equals(table) && row < t.rows(); row++) {
          count += t.column("count").longAt(row);
        }
      }
    }
    return count;
  }

  private DisruptorPipeline pipeline() {
    return new DisruptorPipeline(Harness.settings(1000, Set.of()), Clocks.SYSTEM, this::offer);
  }

  private static int register(DisruptorPipeline pipeline) {
    var probe = SampleProbe.declaration();
    return pipeline.register(probe, Harness.eventNames(probe), Map.of()).eventBase();
  }

  /** Writes calls; waits while the ring is full. */
  private static void write(SlabWriter writer, int type, int events) {
    for (int i = 0; i < events; i++) {
      Await.until("the ring has a slab", () -> writer.reserve(4), reserved -> reserved);
      Harness.write(writer.words(), writer.position(), System.nanoTime(), type, 1 + i % 64, 1, i);
      writer.advance(4);
    }
    Await.until(
        "the slab is published", () -> writer.publish(System.nanoTime()), published -> published);
  }

  @Test
  void aggregatesEachEventOnce() {
    try (DisruptorPipeline pipeline = pipeline()) {
      int type = register(pipeline);
      write(pipeline.writer(), type, 1_000_003);
      pipeline.flush(Long.MAX_VALUE);
      PipelineStatistics statistics = pipeline.statistics();
      assertEquals(1_000_003, count("call"));
      assertEquals(Map.of("call", 1_000_003L), statistics.events());
      assertEquals(1_000_003, statistics.eventCount());
      assertEquals(List.of(), statistics.losses());
      assertEquals(0, statistics.usedSlabs());
      assertEquals(4, statistics.ringSlabs());
      assertEquals(0, statistics.openWindows());
      assertTrue(statistics.rows() >= 128, "64 processes, two metrics");
      write(pipeline.writer(), type, 10);
    }
    assertEquals(1_000_013, count("call"), "close passes the open windows to delivery");
  }

  @Test
  void offersRefusedWindowsAgainInOrder() {
    try (DisruptorPipeline pipeline = pipeline()) {
      int type = register(pipeline);
      refuses.set(true);
      for (int i = 0; i < 3; i++) {
        write(pipeline.writer(), type, 100);
        pipeline.flush(Long.MAX_VALUE);
      }
      assertEquals(3, pipeline.statistics().waitingWindows());
      refuses.set(false);
      pipeline.flush(Long.MAX_VALUE);
      assertEquals(0, pipeline.statistics().waitingWindows());
      assertEquals(300, count("call"));
      assertEquals(0, pipeline.statistics().lostAt(LossStage.SPOOL));
      for (int i = 1; i < closed.size(); i++) {
        assertTrue(
            closed.get(i - 1).context().window().startMillis()
                < closed.get(i).context().window().startMillis());
      }
    }
  }

  @Test
  void countsDroppedWindowsAsLost() {
    DisruptorPipeline pipeline = pipeline();
    try (pipeline) {
      int type = register(pipeline);
      refuses.set(true);
      for (int i = 0; i < WindowHandoff.MAX_WAITING + 5; i++) {
        write(pipeline.writer(), type, 1);
        pipeline.flush(Long.MAX_VALUE);
      }
      assertEquals(WindowHandoff.MAX_WAITING, pipeline.statistics().waitingWindows());
      // Two metrics count a call: two rows per window, and a row of losses after the first loss.
      assertTrue(pipeline.statistics().lostAt(LossStage.SPOOL) >= 10);
    }
    assertEquals(
        pipeline.statistics().rows(),
        pipeline.statistics().lostAt(LossStage.SPOOL),
        "all rows are lost");
    assertEquals(0, count("call"));
  }

  @Test
  void aSlowAggregationFillsTheRingWithoutLosses() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    DisruptorPipeline pipeline =
        new DisruptorPipeline(
            Harness.settings(1000, Set.of()),
            Clocks.SYSTEM,
            rows -> {
              reached.countDown();
              awaitQuietly(held);
              return offer(rows);
            });
    try (pipeline) {
      int type = register(pipeline);
      SlabWriter writer = pipeline.writer();
      write(writer, type, 1);
      Thread flusher = Thread.ofPlatform().start(() -> pipeline.flush(Long.MAX_VALUE));
      reached.await();
      int written = 0;
      while (writer.reserve(4)) {
        Harness.write(writer.words(), writer.position(), System.nanoTime(), type, 1, 1, 1);
        writer.advance(4);
        written++;
      }
      assertTrue(written >= 3 * Slab.CAPACITY / 4);
      assertFalse(writer.publish(System.nanoTime()));
      held.countDown();
      flusher.join();
      write(writer, type, 1);
      pipeline.flush(Long.MAX_VALUE);
      assertEquals(written + 2, count("call"));
      assertEquals(List.of(), pipeline.statistics().losses());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void reportsLossesOfOtherParts() {
    try (DisruptorPipeline pipeline = pipeline()) {
      int type = register(pipeline);
      pipeline.lost(type, LossStage.KERNEL_RING, 17);
      write(pipeline.writer(), type, 1);
      pipeline.flush(Long.MAX_VALUE);
      assertEquals(17, count("observoor_losses"));
      assertEquals(17, pipeline.statistics().lostAt(LossStage.KERNEL_RING));
    }
  }
}
