package io.observoor.delivery.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SmallDisk;
import io.observoor.delivery.TestRows;
import io.observoor.delivery.intake.IntakeQueue;
import io.observoor.delivery.sinks.DeliveryTimeouts;
import io.observoor.delivery.sinks.TestSink;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.Spool;
import io.observoor.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Delivery on a real file system that is full or read-only, and with a sink that hangs. */
@Timeout(60)
final class DiskFailuresTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path directory;

  private DurableDelivery delivery(Path spool, Duration stop) {
    return new DurableDelivery(
        new Spool(spool, 1 << 30, List.of("a"), Disk.REAL),
        new IntakeQueue(50, 1_000_000),
        new DeliveryTimeouts(
            Duration.ofMillis(1), failures -> Duration.ofMillis(1), stop, Duration.ofMillis(1)));
  }

  @Test
  void aFullDiskLosesOnlyWhatDoesNotFitIntoMemoryAndCountsIt() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), 2);
        DurableDelivery delivery = delivery(directory.resolve("small/spool"), LONG)) {
      assertTrue(delivery.offer(TestRows.simple(0, 1)));
      Await.until("a batch is stored", delivery::statistics, now -> now.storedBatches() == 1);
      Path ballast = disk.fill();
      Random random = new Random(3);
      int offered = 0;
      boolean taken = true;
      while (taken) {
        taken = delivery.offer(TestRows.simple(offered + 1, random.nextInt(1, 9)));
        offered += taken ? 1 : 0;
      }
      Await.until(
          "the full disk is reported",
          delivery::statistics,
          now -> now.storeFailure().contains("No space left on device"));
      DeliveryStatistics full = delivery.statistics();
      assertTrue(full.queuedWindows() > 0, full.toString());
      assertEquals(1, full.refusedWindows());
      assertTrue(full.refusedRows() > 0);
      Files.delete(ballast);
      delivery.addSink(new TestSink("a", record, 1, 0), Map.of());
      assertTrue(delivery.flush(LONG));
      assertEquals("", delivery.statistics().storeFailure());
      assertEquals(offered + 1, delivery.statistics().storedBatches());
      assertEquals(offered + 1, record.batches().size());
      assertEquals("", record.violation());
    }
  }

  @Test
  void aReadOnlyDiskIsUsedAsSoonAsItIsWritable() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small"), 2)) {
      disk.readOnly(true);
      try (DurableDelivery delivery = delivery(directory.resolve("small/spool"), LONG)) {
        delivery.addSink(new TestSink("a", record, 1, 0), Map.of());
        for (int i = 1; i <= 10; i++) {
          assertTrue(delivery.offer(TestRows.simple(i, 2)));
        }
        Await.until(
            "the read-only disk is reported",
            delivery::statistics,
            now -> now.storeFailure().contains("Read-only file system"));
        assertEquals(10, delivery.statistics().queuedWindows());
        disk.readOnly(false);
        assertTrue(delivery.flush(LONG));
        assertEquals(10, record.batches().size());
      }
    }
  }

  @Test
  void aSinkThatNeverReturnsDoesNotPreventClosingTheSpool() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    DurableDelivery delivery = delivery(directory.resolve("spool"), SHORT);
    delivery.addSink(new HangingSink(inside, released), Map.of());
    assertTrue(delivery.offer(TestRows.simple(1, 2)));
    inside.await();
    assertTrue(delivery.offer(TestRows.simple(2, 2)));
    long begun = System.nanoTime();
    delivery.close();
    assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20));
    TestSink.Archive record = new TestSink.Archive();
    try (DurableDelivery again = delivery(directory.resolve("spool"), LONG)) {
      again.addSink(new TestSink("a", record, 1, 0), Map.of());
      record.await(2);
      assertEquals("", record.violation());
    } finally {
      released.countDown();
    }
  }

  /** Ignores interrupts in write(). */
  private record HangingSink(CountDownLatch inside, CountDownLatch released) implements Sink {
    @Override
    public String name() {
      return "a";
    }

    @Override
    public void open(SinkContext context) {}

    @Override
    public long write(Batch batch) {
      inside.countDown();
      while (released.getCount() > 0) {
        try {
          released.await();
        } catch (InterruptedException ignored) {
          inside.countDown();
        }
      }
      return batch.sequence();
    }

    @Override
    public long idle() {
      return 0;
    }

    @Override
    public long flush() {
      return 0;
    }

    @Override
    public void close() {
      inside.countDown();
    }
  }
}
