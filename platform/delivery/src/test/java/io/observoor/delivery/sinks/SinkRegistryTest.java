package io.observoor.delivery.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.TestRows;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads of sinks: order of batches, acknowledgements, failures, stops. */
@Timeout(60)
final class SinkRegistryTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final DeliveryTimeouts QUICK =
      new DeliveryTimeouts(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private Spool spool;
  private SinkRegistry sinks;

  @BeforeEach
  void open() throws SpoolException {
    spool = new Spool(directory, 1 << 30, List.of("one", "two"), Disk.REAL);
    spool.open();
    sinks = new SinkRegistry(spool, QUICK);
  }

  @AfterEach
  void close() throws SpoolException {
    sinks.stop();
    spool.close();
  }

  private void store(int batches) throws SpoolException {
    for (int i = 0; i < batches; i++) {
      spool.store(TestRows.simple(i, 2));
      sinks.wake();
    }
  }

  private SinkStatistics statistics(String name) {
    return sinks.statistics(spool.statistics().cursors()).stream()
        .filter(sink -> sink.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyBatchIsDeliveredInSpiteOfManyFailures() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    sinks.add(new TestSink("one", record, 1, 20), true);
    store(200);
    record.await(200);
    assertEquals("", record.violation());
    assertTrue(record.failures() > 20);
    assertTrue(statistics("one").failures() > 20);
    assertFalse(statistics("one").lastError().isEmpty());
  }

  @Test
  void aDeadSinkDoesNotDelayOthers() throws Exception {
    TestSink.Archive dead = new TestSink.Archive();
    TestSink.Archive alive = new TestSink.Archive();
    sinks.add(new TestSink("one", dead, 1, 100), true);
    sinks.add(new TestSink("two", alive, 2, 0), true);
    store(50);
    alive.await(50);
    assertEquals(0, dead.batches().size());
    assertEquals(50, statistics("one").pendingBatches());
    spool.maintain();
    assertEquals(50, spool.statistics().batches());
  }

  @Test
  void flushMakesEverythingDurable() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    sinks.add(new TestSink("one", record, 1, 0), true);
    sinks.add(new TestSink("two", new TestSink.Archive(), 2, 0), true);
    store(30);
    assertTrue(sinks.flush(30, LONG));
    assertEquals(30, record.batches().size());
    assertEquals(30, statistics("two").acknowledged());
    assertEquals(60, statistics("one").deliveredRows());
    spool.maintain();
    assertEquals(0, spool.statistics().batches());
  }

  @Test
  void flushReturnsFalseWhenASinkFails() throws Exception {
    sinks.add(new TestSink("one", new TestSink.Archive(), 1, 100), true);
    store(3);
    assertFalse(sinks.flush(3, LONG));
  }

  @Test
  void aRemovedSinkIsFlushedAndContinuesWhenRegisteredAgain() throws Exception {
    TestSink.Archive record = new TestSink.Archive();
    TestSink first = new TestSink("one", record, 1, 0);
    sinks.add(first, true);
    store(20);
    sinks.remove(first);
    assertEquals(1, record.flushes());
    long before = spool.cursor("one").acknowledged();
    assertEquals(before, record.batches().size());
    assertEquals(SinkState.ABSENT, statistics("one").state());
    store(20);
    assertEquals(40 - before, statistics("one").pendingBatches());
    sinks.add(new TestSink("one", record, 2, 0), true);
    assertTrue(sinks.flush(40, LONG));
    assertEquals(40, record.batches().size());
    assertEquals("", record.violation());
  }

  @Test
  void theSecondSinkOfANameWaitsUntilTheFirstIsRemoved() throws Exception {
    TestSink.Archive firstRecord = new TestSink.Archive();
    TestSink.Archive secondRecord = new TestSink.Archive();
    TestSink first = new TestSink("one", firstRecord, 1, 0);
    sinks.add(first, true);
    sinks.add(new TestSink("one", secondRecord, 2, 0), true);
    store(10);
    assertTrue(sinks.flush(10, LONG));
    assertEquals(0, secondRecord.batches().size());
    sinks.remove(first);
    store(10);
    assertTrue(sinks.flush(20, LONG));
    assertEquals(10, firstRecord.batches().size());
    assertEquals(10, secondRecord.batches().size());
  }

  @Test
  void anAcknowledgementOfABatchThatWasNotSentIsAFailure() throws Exception {
    CountDownLatch failedTwice = new CountDownLatch(2);
    Sink liar = new Scripted("one", failedTwice, batch -> batch.sequence() + 1);
    sinks.add(liar, true);
    store(1);
    failedTwice.await();
    assertEquals(0, spool.cursor("one").acknowledged());
  }

  @Test
  void aSinkThatHangsIsInterruptedAtItsDeadline() throws Exception {
    SinkRegistry impatient =
        new SinkRegistry(
            spool,
            new DeliveryTimeouts(
                Duration.ofMillis(1), n -> Duration.ofMillis(1), Duration.ZERO, LONG));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Sink hanging =
        new Scripted(
            "two",
            closed,
            batch -> {
              inside.countDown();
              new CountDownLatch(1).await();
              return 0;
            });
    impatient.add(hanging, true);
    spool.store(TestRows.simple(1, 1));
    impatient.wake();
    inside.await();
    impatient.remove(hanging);
    assertEquals(0, closed.getCount());
    // the interrupt has not closed the spool's file
    spool.store(TestRows.simple(2, 1));
    assertEquals(1, TestRows.numberOf(spool.read(spool.installation(), 1).orElseThrow()));
  }

  /** A sink with a scripted write(). */
  private static final class Scripted implements Sink {
    private final String name;
    private final CountDownLatch closes;
    private final Write write;

    @FunctionalInterface
    interface Write {
      long apply(Batch batch) throws SinkException, InterruptedException;
    }

    Scripted(String name, CountDownLatch closes, Write write) {
      this.name = name;
      this.closes = closes;
      this.write = write;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void open(SinkContext context) {}

    @Override
    public long write(Batch batch) throws SinkException, InterruptedException {
      return write.apply(batch);
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
      closes.countDown();
    }
  }
}
