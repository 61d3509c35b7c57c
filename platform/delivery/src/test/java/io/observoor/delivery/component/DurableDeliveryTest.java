package io.observoor.delivery.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.Snapshot;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.TestRows;
import io.observoor.delivery.intake.IntakeQueue;
import io.observoor.delivery.sinks.DeliveryTimeouts;
import io.observoor.delivery.sinks.TestSink;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.FailingDisk;
import io.observoor.delivery.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivery as a whole, from a window to the sinks. */
@Timeout(120)
final class DurableDeliveryTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final DeliveryTimeouts QUICK =
      new DeliveryTimeouts(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private DurableDelivery delivery(Disk disk, IntakeQueue queue) {
    return new DurableDelivery(
        new Spool(directory, 1 << 30, List.of("a", "b"), disk), queue, QUICK);
  }

  private static IntakeQueue queue() {
    return new IntakeQueue(1_000, 1_000_000);
  }

  /**
   * Sinks fail, are registered and removed, the disk fails, and delivery restarts: each batch is
   * durable once, with its content.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyBatchReachesEverySinkOnce(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> names = List.of("a", "b", "c");
    Map<String, TestSink.Archive> records = new TreeMap<>();
    names.forEach(name -> records.put(name, new TestSink.Archive()));
    List<String> offered = new ArrayList<>();
    for (int run = 0; run < 6; run++) {
      FailingDisk disk = new FailingDisk();
      try (DurableDelivery delivery = delivery(disk, queue())) {
        Map<String, TestSink> running = new TreeMap<>();
        for (int step = 0; step < 60; step++) {
          String name = names.get(random.nextInt(names.size()));
          TestSink active = running.remove(name);
          if (active != null) {
            delivery.removeSink(active);
          } else {
            TestSink sink =
                new TestSink(name, records.get(name), random.nextLong(), random.nextInt(25));
            running.put(name, sink);
            delivery.addSink(sink, Map.of());
          }
          disk.refuseAfter(random.nextInt(8) == 0 ? random.nextInt(5) : Long.MAX_VALUE);
          for (int i = random.nextInt(4); i > 0; i--) {
            WindowRows rows = TestRows.random(random, offered.size(), 10);
            assertTrue(delivery.offer(rows));
            if (!rows.tables().isEmpty()) {
              offered.add(TestRows.fingerprint(rows));
            }
          }
        }
        disk.repair();
        running.values().forEach(delivery::removeSink);
        if (run == 5) {
          names.forEach(
              name -> delivery.addSink(new TestSink(name, records.get(name), 1, 0), Map.of()));
          assertTrue(delivery.flush(LONG));
        }
      }
    }
    for (String name : names) {
      TestSink.Archive record = records.get(name);
      assertEquals("", record.violation(), name);
      List<String> durable = List.copyOf(record.batches().values());
      // the sink that was not configured has the batches from its first registration on
      int missed = name.equals("c") ? offered.size() - durable.size() : 0;
      assertEquals(offered.subList(missed, offered.size()), durable, name);
    }
  }

  @Test
  void windowsWaitInMemoryWhileTheDiskFails() {
    FailingDisk disk = new FailingDisk();
    disk.refuseAfter(0);
    try (DurableDelivery delivery = delivery(disk, new IntakeQueue(4, 1_000))) {
      for (int i = 0; i < 4; i++) {
        assertTrue(delivery.offer(TestRows.simple(i, 3)));
      }
      assertFalse(delivery.offer(TestRows.simple(5, 7)));
      assertFalse(delivery.flush(Duration.ofMillis(20)));
      DeliveryStatistics failing = delivery.statistics();
      assertEquals(4, failing.queuedWindows());
      assertEquals(12, failing.queuedRows());
      assertEquals(1, failing.refusedWindows());
      assertEquals(7, failing.refusedRows());
      assertTrue(
          failing.storeFailure().contains("No space left on device"), failing.storeFailure());
      disk.repair();
      assertTrue(delivery.flush(LONG));
      DeliveryStatistics working = delivery.statistics();
      assertEquals("", working.storeFailure());
      assertEquals(0, working.queuedWindows());
      assertEquals(4, working.storedBatches());
      assertEquals(12, working.storedRows());
      assertEquals(4, working.spoolBatches());
      assertEquals(4, working.sinks().getFirst().pendingBatches());
    }
  }

  @Test
  void anEmptyQueueAcceptsAWindowOfAnySize() {
    IntakeQueue queue = new IntakeQueue(10, 5);
    assertTrue(queue.offer(TestRows.simple(1, 100)));
    assertFalse(queue.offer(TestRows.simple(2, 1)));
  }

  @Test
  void snapshotsGetTheTrackedProcesses() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    try (DurableDelivery delivery = delivery(Disk.REAL, queue())) {
      delivery.processTracked(new TrackedProcess(17, ClientType.GETH, List.of(), 0));
      delivery.addProbe(
          (Probe)
              () ->
                  ProbeDeclaration.named("memory")
                      .snapshot(new Processes(false))
                      .snapshot(new Processes(true))
                      .build());
      WindowRows rows = TestRows.simple(1, 3);
      delivery.addSink(new TestSink("a", record, 1, 0), Map.of());
      assertTrue(delivery.offer(rows));
      assertTrue(delivery.flush(LONG));
      assertEquals(4, delivery.statistics().storedRows());
    }
    assertEquals(1, record.batches().size());
  }

  @Test
  void aWindowWithoutRowsIsStoredOnlyForItsSnapshots() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    WindowRows empty = new WindowRows(TestRows.simple(1, 1).context(), List.of());
    try (DurableDelivery delivery = delivery(Disk.REAL, queue())) {
      delivery.addSink(new TestSink("a", record, 1, 0), Map.of());
      assertTrue(delivery.offer(empty));
      assertTrue(delivery.flush(LONG));
      assertEquals(0, delivery.statistics().storedBatches());
      delivery.processTracked(new TrackedProcess(17, ClientType.GETH, List.of(), 0));
      delivery.addProbe(
          (Probe) () -> ProbeDeclaration.named("memory").snapshot(new Processes(false)).build());
      assertTrue(delivery.offer(empty));
      assertTrue(delivery.flush(LONG));
      assertEquals(1, delivery.statistics().storedRows());
    }
    assertEquals(1, record.batches().size());
  }

  /** A snapshot with a row for each process, which may fail after the last. */
  private record Processes(boolean failing) implements Snapshot {
    @Override
    public TableSchema schema() {
      return TableSchema.ofProcesses(
          "processes_" + failing, List.of(Column.value("n", Scalar.UINT32)));
    }

    @Override
    public void collect(Window window, Collection<TrackedProcess> processes, RowAppender rows)
        throws IOException {
      for (TrackedProcess process : processes) {
        rows.process(process.pid(), process.client().id(), Sampling.NONE).number(1);
      }
      if (failing) {
        throw new IOException("cannot read");
      }
    }
  }

  @Test
  void windowsOfferedAfterCloseAreRefused() {
    DurableDelivery delivery = delivery(Disk.REAL, queue());
    delivery.close();
    assertFalse(delivery.offer(TestRows.simple(1, 1)));
  }
}
