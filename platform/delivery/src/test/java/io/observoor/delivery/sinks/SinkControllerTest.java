package io.observoor.delivery.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.SinkControl.Handover;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.TestRows;
import io.observoor.delivery.spool.FailingDisk;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks are started, stopped, swapped and removed while batches are stored. */
@Timeout(60)
final class SinkControllerTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final DeliveryTimeouts QUICK =
      new DeliveryTimeouts(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final FailingDisk disk = new FailingDisk();
  private final SteeredSink.Server oldServer = new SteeredSink.Server();
  private final SteeredSink.Server newServer = new SteeredSink.Server();
  private final SteeredSink old = new SteeredSink("old", oldServer);
  private final SteeredSink next = new SteeredSink("new", newServer);
  private Spool spool;
  private SinkRegistry sinks;
  private SinkController control;

  @BeforeEach
  void open() throws SpoolException {
    spool = new Spool(directory, 1 << 30, List.of("old"), disk);
    spool.open();
    sinks = new SinkRegistry(spool, QUICK);
    control = new SinkController(sinks, spool, QUICK);
    sinks.add(old, true);
    sinks.add(next, false);
  }

  @AfterEach
  void close() throws SpoolException {
    disk.repair();
    control.close();
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

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void aSinkThatIsNotEnabledIsIdle() throws Exception {
    store(3);
    assertTrue(sinks.flush(3, LONG));
    SinkStatistics idle = statistics("new");
    assertEquals(SinkState.STANDBY, idle.state());
    assertEquals(0, idle.pendingBatches());
    assertEquals("open", idle.measurements().getFirst().name());
    assertEquals(0, next.opens.get());
    assertEquals(SinkState.DELIVERING, statistics("old").state());
    spool.maintain();
    assertEquals(0, spool.statistics().batches(), "no batch is kept for an idle sink");
  }

  @Test
  void aStartedSinkGetsTheStoredBatches() throws Exception {
    control.start("new", LONG);
    store(4);
    assertTrue(sinks.flush(4, LONG));
    assertEquals(numbers(1, 4), newServer.numbers());
    assertEquals(numbers(1, 4), oldServer.numbers());
  }

  @Test
  void aSinkThatCannotBeOpenedIsNotStarted() {
    next.refusesToOpen = true;
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.start("new", LONG));
    assertTrue(refused.getMessage().contains("no connection to new"), refused.getMessage());
    assertEquals(SinkState.STANDBY, statistics("new").state());
    assertEquals(1, next.opens.get());
  }

  @Test
  void aSwapToASinkThatHangsInOpenFailsAtTheDeadline() throws Exception {
    next.hangs = true;
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.swap("old", "new", SHORT));
    assertTrue(refused.getMessage().contains("was not ready within 50 ms"), refused.getMessage());
    store(2);
    assertTrue(sinks.flush(2, LONG));
    assertEquals(1, old.opens.get(), "the old one was not disturbed");
    assertEquals(SinkState.STANDBY, statistics("new").state());
  }

  @Test
  void batchesAreKeptForAStoppedSinkUntilItIsRemoved() throws Exception {
    store(5);
    assertTrue(control.stop("old", LONG));
    assertEquals(numbers(1, 5), oldServer.numbers());
    assertFalse(old.open);
    store(7);
    spool.maintain();
    SinkStatistics stopped = statistics("old");
    assertEquals(SinkState.STOPPED, stopped.state());
    assertEquals(7, stopped.pendingBatches());
    assertEquals(spool.statistics().bytes(), stopped.pendingBytes());
    assertThrows(SinkControlException.class, () -> control.stop("old", LONG));
    assertEquals(7, control.remove("old"));
    spool.maintain();
    assertEquals(0, spool.statistics().batches());
    assertEquals(SinkState.STANDBY, statistics("old").state());
    assertEquals(5, statistics("old").deliveredBatches());
    control.start("old", LONG);
    store(1);
    assertTrue(sinks.flush(13, LONG));
    assertEquals(13, oldServer.numbers().getLast());
    assertEquals(6, oldServer.numbers().size());
  }

  @Test
  void aStoppedSinkContinuesAfterItsCursor() throws Exception {
    store(5);
    assertTrue(control.stop("old", LONG));
    store(5);
    control.start("old", LONG);
    assertTrue(sinks.flush(10, LONG));
    assertEquals(numbers(1, 10), oldServer.numbers());
  }

  @Test
  void stopReturnsFalseWhenTheSinkCannotBeFlushed() throws Exception {
    old.refusesToFlush = true;
    store(5);
    assertFalse(control.stop("old", LONG));
    assertEquals(5, statistics("old").pendingBatches());
    assertThrows(SinkControlException.class, () -> control.remove("nobody"));
  }

  @Test
  void anActiveSinkIsNotRemoved() {
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.remove("old"));
    assertTrue(refused.getMessage().contains("stop it first"), refused.getMessage());
    assertThrows(SinkControlException.class, () -> control.start("old", LONG));
    SinkControlException unknown =
        assertThrows(SinkControlException.class, () -> control.start("odl", LONG));
    assertTrue(unknown.getMessage().contains("the sinks are new, old"), unknown.getMessage());
  }

  @Test
  void aSwapHandsTheCursorOver() throws Exception {
    store(5);
    assertTrue(sinks.flush(5, LONG));
    store(3);
    Handover handover = control.swap("old", "new", LONG);
    assertTrue(handover.flushed());
    store(4);
    assertTrue(sinks.flush(12, LONG));
    assertEquals(numbers(1, handover.acknowledged()), oldServer.numbers());
    assertEquals(numbers(handover.acknowledged() + 1, 12), newServer.numbers());
    assertEquals(1, next.opens.get(), "the session that was opened continues");
    assertEquals(SinkState.STANDBY, statistics("old").state());
    assertEquals(0, statistics("old").pendingBatches());
    assertEquals(SinkState.DELIVERING, statistics("new").state());
    spool.maintain();
    assertEquals(0, spool.statistics().batches());
  }

  @Test
  void aFailedSwapDoesNotDisturbTheOldSink() throws Exception {
    next.refusesToOpen = true;
    store(3);
    assertThrows(SinkControlException.class, () -> control.swap("old", "new", LONG));
    store(3);
    assertTrue(sinks.flush(6, LONG));
    assertEquals(numbers(1, 6), oldServer.numbers());
    assertEquals(1, old.opens.get());
  }

  @Test
  void aSwapSucceedsThoughTheOldSinkIsDead() throws Exception {
    store(2);
    assertTrue(sinks.flush(2, LONG));
    old.refusesToFlush = true;
    store(3);
    assertFalse(sinks.flush(5, LONG));
    Handover handover = control.swap("old", "new", LONG);
    assertEquals(2, handover.acknowledged());
    assertFalse(handover.flushed());
    assertTrue(sinks.flush(5, LONG));
    assertEquals(numbers(3, 5), newServer.numbers());
  }

  @Test
  void aSwapSucceedsThoughTheOldSinkHangs() throws Exception {
    store(2);
    assertTrue(sinks.flush(2, LONG));
    old.hangs = true;
    store(3);
    old.inside.await();
    Handover handover = control.swap("old", "new", SHORT);
    assertEquals(new Handover(2, false), handover);
    assertTrue(sinks.flush(5, LONG));
    assertEquals(numbers(3, 5), newServer.numbers());
  }

  @Test
  void aSwapThatTheDiskRefusesIsUndone() throws Exception {
    store(3);
    assertTrue(sinks.flush(3, LONG));
    spool.maintain();
    disk.refuseAfter(0);
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.swap("old", "new", LONG));
    assertTrue(refused.getMessage().contains("No space left"), refused.getMessage());
    assertFalse(next.open);
    disk.repair();
    store(3);
    assertTrue(sinks.flush(6, LONG));
    assertEquals(numbers(1, 6), oldServer.numbers());
    assertEquals(List.of(), newServer.numbers());
    assertEquals(SinkState.STANDBY, statistics("new").state());
  }

  @Test
  void aStoppedSinkContinuesAtItsOwnCursorAfterASwap() throws Exception {
    control.start("new", LONG);
    store(4);
    assertTrue(sinks.flush(4, LONG));
    assertTrue(control.stop("new", LONG));
    store(4);
    assertTrue(sinks.flush(8, LONG));
    assertEquals(4, control.swap("old", "new", LONG).acknowledged());
    store(2);
    assertTrue(sinks.flush(10, LONG));
    assertEquals(numbers(1, 8), oldServer.numbers());
    assertEquals(numbers(1, 10), newServer.numbers(), "it misses no batch that was kept for it");
  }

  @Test
  void aCursorWithoutItsBundleCanBeHandedOver() throws Exception {
    store(4);
    assertTrue(sinks.flush(4, LONG));
    sinks.remove(old);
    assertEquals(SinkState.ABSENT, statistics("old").state());
    store(4);
    assertEquals(new Handover(4, true), control.swap("old", "new", LONG));
    assertTrue(sinks.flush(8, LONG));
    assertEquals(numbers(5, 8), newServer.numbers());
    assertFalse(
        sinks.statistics(spool.statistics().cursors()).stream()
            .anyMatch(sink -> sink.name().equals("old")),
        "it is not listed");
  }

  @Test
  void requestsOutliveAnUpdateOfTheBundle() throws Exception {
    store(3);
    control.swap("old", "new", LONG);
    sinks.remove(next);
    sinks.remove(old);
    assertEquals(SinkState.ABSENT, statistics("new").state());
    sinks.add(new SteeredSink("old", oldServer), true);
    sinks.add(new SteeredSink("new", newServer), false);
    store(3);
    assertTrue(sinks.flush(6, LONG));
    assertEquals(SinkState.STANDBY, statistics("old").state());
    assertEquals(numbers(1, 6), both());
    sinks.stop();
  }

  @Test
  void anAbsentSinkThatIsStoppedStaysStopped() throws Exception {
    store(2);
    assertTrue(sinks.flush(2, LONG));
    sinks.remove(old);
    store(2);
    assertFalse(control.stop("old", LONG));
    sinks.add(new SteeredSink("old", oldServer), true);
    assertEquals(SinkState.STOPPED, statistics("old").state());
    assertEquals(2, statistics("old").pendingBatches());
  }

  private List<Long> both() {
    return LongStream.concat(
            oldServer.numbers().stream().mapToLong(Long::longValue),
            newServer.numbers().stream().mapToLong(Long::longValue))
        .sorted()
        .boxed()
        .toList();
  }
}
