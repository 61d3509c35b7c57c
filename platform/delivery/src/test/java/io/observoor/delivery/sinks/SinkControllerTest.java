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

/** Sinks that are started, stopped, swapped and forgotten while batches are stored. */
@Timeout(60)
final class SinkControllerTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Pauses QUICK =
      new Pauses(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final FailingDisk disk = new FailingDisk();
  private final SteeredSink.Shelf oldShelf = new SteeredSink.Shelf();
  private final SteeredSink.Shelf newShelf = new SteeredSink.Shelf();
  private final SteeredSink old = new SteeredSink("old", oldShelf);
  private final SteeredSink next = new SteeredSink("new", newShelf);
  private Spool spool;
  private SinkRunners runners;
  private SinkController control;

  @BeforeEach
  void open() throws SpoolException {
    spool = new Spool(directory, 1 << 30, List.of("old"), disk);
    spool.open();
    runners = new SinkRunners(spool, QUICK);
    control = new SinkController(runners, spool, QUICK);
    runners.add(old, true);
    runners.add(next, false);
  }

  @AfterEach
  void close() throws SpoolException {
    disk.repair();
    control.close();
    runners.stop();
    spool.close();
  }

  private void store(int batches) throws SpoolException {
    for (int i = 0; i < batches; i++) {
      spool.store(TestRows.simple(i, 2));
      runners.wake();
    }
  }

  private SinkStatistics statistics(String name) {
    return runners.statistics(spool.statistics().cursors()).stream()
        .filter(sink -> sink.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void aSinkThatIsNotEnabledStandsBy() throws Exception {
    store(3);
    assertTrue(runners.flush(3, LONG));
    SinkStatistics standing = statistics("new");
    assertEquals(SinkState.STANDING_BY, standing.state());
    assertEquals(0, standing.pendingBatches());
    assertEquals("open", standing.measurements().getFirst().name());
    assertEquals(0, next.opens.get());
    assertEquals(SinkState.DELIVERING, statistics("old").state());
    spool.maintain();
    assertEquals(0, spool.statistics().batches(), "nothing is kept for one that stands by");
  }

  @Test
  void aSinkThatIsStartedGetsWhatIsStored() throws Exception {
    control.start("new", LONG);
    store(4);
    assertTrue(runners.flush(4, LONG));
    assertEquals(numbers(1, 4), newShelf.numbers());
    assertEquals(numbers(1, 4), oldShelf.numbers());
  }

  @Test
  void aSinkThatCannotBeOpenedIsNotStarted() {
    next.refusesToOpen = true;
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.start("new", LONG));
    assertTrue(refused.getMessage().contains("no connection to new"), refused.getMessage());
    assertEquals(SinkState.STANDING_BY, statistics("new").state());
    assertEquals(1, next.opens.get());
  }

  @Test
  void aSinkThatHangsWhenItIsOpenedIsGivenUpAtTheDeadline() throws Exception {
    next.hangs = true;
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.swap("old", "new", SHORT));
    assertTrue(refused.getMessage().contains("was not ready within 50 ms"), refused.getMessage());
    store(2);
    assertTrue(runners.flush(2, LONG));
    assertEquals(1, old.opens.get(), "the old one was not disturbed");
    assertEquals(SinkState.STANDING_BY, statistics("new").state());
  }

  @Test
  void whatAStoppedSinkHasNotReceivedIsKeptUntilItIsRemoved() throws Exception {
    store(5);
    assertTrue(control.stop("old", LONG));
    assertEquals(numbers(1, 5), oldShelf.numbers());
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
    assertEquals(SinkState.STANDING_BY, statistics("old").state());
    assertEquals(5, statistics("old").deliveredBatches());
    control.start("old", LONG);
    store(1);
    assertTrue(runners.flush(13, LONG));
    assertEquals(13, oldShelf.numbers().getLast());
    assertEquals(6, oldShelf.numbers().size());
  }

  @Test
  void aStoppedSinkGoesOnWhereItWas() throws Exception {
    store(5);
    assertTrue(control.stop("old", LONG));
    store(5);
    control.start("old", LONG);
    assertTrue(runners.flush(10, LONG));
    assertEquals(numbers(1, 10), oldShelf.numbers());
  }

  @Test
  void aStopOfASinkThatCannotBeFlushedSaysSo() throws Exception {
    old.refusesToFlush = true;
    store(5);
    assertFalse(control.stop("old", LONG));
    assertEquals(5, statistics("old").pendingBatches());
    assertThrows(SinkControlException.class, () -> control.remove("nobody"));
  }

  @Test
  void aSinkThatRunsIsNotRemoved() {
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.remove("old"));
    assertTrue(refused.getMessage().contains("stop it first"), refused.getMessage());
    assertThrows(SinkControlException.class, () -> control.start("old", LONG));
    SinkControlException unknown =
        assertThrows(SinkControlException.class, () -> control.start("odl", LONG));
    assertTrue(unknown.getMessage().contains("there are new, old"), unknown.getMessage());
  }

  @Test
  void aSwapHandsTheCursorOver() throws Exception {
    store(5);
    assertTrue(runners.flush(5, LONG));
    store(3);
    Handover handover = control.swap("old", "new", LONG);
    assertTrue(handover.flushed());
    store(4);
    assertTrue(runners.flush(12, LONG));
    assertEquals(numbers(1, handover.acknowledged()), oldShelf.numbers());
    assertEquals(numbers(handover.acknowledged() + 1, 12), newShelf.numbers());
    assertEquals(1, next.opens.get(), "the session that was opened goes on");
    assertEquals(SinkState.STANDING_BY, statistics("old").state());
    assertEquals(0, statistics("old").pendingBatches());
    assertEquals(SinkState.DELIVERING, statistics("new").state());
    spool.maintain();
    assertEquals(0, spool.statistics().batches());
  }

  @Test
  void aSwapThatFailsLeavesTheOldOneAlone() throws Exception {
    next.refusesToOpen = true;
    store(3);
    assertThrows(SinkControlException.class, () -> control.swap("old", "new", LONG));
    store(3);
    assertTrue(runners.flush(6, LONG));
    assertEquals(numbers(1, 6), oldShelf.numbers());
    assertEquals(1, old.opens.get());
  }

  @Test
  void aSwapGoesThoughTheOldOneIsDead() throws Exception {
    store(2);
    assertTrue(runners.flush(2, LONG));
    old.refusesToFlush = true;
    store(3);
    assertFalse(runners.flush(5, LONG));
    Handover handover = control.swap("old", "new", LONG);
    assertEquals(2, handover.acknowledged());
    assertFalse(handover.flushed());
    assertTrue(runners.flush(5, LONG));
    assertEquals(numbers(3, 5), newShelf.numbers());
  }

  @Test
  void aSwapGoesThoughTheOldOneHangs() throws Exception {
    store(2);
    assertTrue(runners.flush(2, LONG));
    old.hangs = true;
    store(3);
    old.inside.await();
    Handover handover = control.swap("old", "new", SHORT);
    assertEquals(new Handover(2, false), handover);
    assertTrue(runners.flush(5, LONG));
    assertEquals(numbers(3, 5), newShelf.numbers());
  }

  @Test
  void aSwapThatTheDiskRefusesIsNotDone() throws Exception {
    store(3);
    assertTrue(runners.flush(3, LONG));
    spool.maintain();
    disk.refuseAfter(0);
    SinkControlException refused =
        assertThrows(SinkControlException.class, () -> control.swap("old", "new", LONG));
    assertTrue(refused.getMessage().contains("No space left"), refused.getMessage());
    assertFalse(next.open);
    disk.repair();
    store(3);
    assertTrue(runners.flush(6, LONG));
    assertEquals(numbers(1, 6), oldShelf.numbers());
    assertEquals(List.of(), newShelf.numbers());
    assertEquals(SinkState.STANDING_BY, statistics("new").state());
  }

  @Test
  void aStoppedSinkTakesItsOwnPlaceAgainAtASwap() throws Exception {
    control.start("new", LONG);
    store(4);
    assertTrue(runners.flush(4, LONG));
    assertTrue(control.stop("new", LONG));
    store(4);
    assertTrue(runners.flush(8, LONG));
    assertEquals(4, control.swap("old", "new", LONG).acknowledged());
    store(2);
    assertTrue(runners.flush(10, LONG));
    assertEquals(numbers(1, 8), oldShelf.numbers());
    assertEquals(numbers(1, 10), newShelf.numbers(), "nothing that was promised to it is missing");
  }

  @Test
  void aCursorWithoutItsBundleCanBeHandedOver() throws Exception {
    store(4);
    assertTrue(runners.flush(4, LONG));
    runners.remove(old);
    assertEquals(SinkState.ABSENT, statistics("old").state());
    store(4);
    assertEquals(new Handover(4, true), control.swap("old", "new", LONG));
    assertTrue(runners.flush(8, LONG));
    assertEquals(numbers(5, 8), newShelf.numbers());
    assertFalse(
        runners.statistics(spool.statistics().cursors()).stream()
            .anyMatch(sink -> sink.name().equals("old")),
        "it is gone");
  }

  @Test
  void whatWasAskedForOutlivesAnUpdateOfTheBundle() throws Exception {
    store(3);
    control.swap("old", "new", LONG);
    runners.remove(next);
    runners.remove(old);
    assertEquals(SinkState.ABSENT, statistics("new").state());
    runners.add(new SteeredSink("old", oldShelf), true);
    runners.add(new SteeredSink("new", newShelf), false);
    store(3);
    assertTrue(runners.flush(6, LONG));
    assertEquals(SinkState.STANDING_BY, statistics("old").state());
    assertEquals(numbers(1, 6), both());
    runners.stop();
  }

  @Test
  void anAbsentSinkThatIsStoppedStaysStopped() throws Exception {
    store(2);
    assertTrue(runners.flush(2, LONG));
    runners.remove(old);
    store(2);
    assertFalse(control.stop("old", LONG));
    runners.add(new SteeredSink("old", oldShelf), true);
    assertEquals(SinkState.STOPPED, statistics("old").state());
    assertEquals(2, statistics("old").pendingBatches());
  }

  private List<Long> both() {
    return LongStream.concat(
            oldShelf.numbers().stream().mapToLong(Long::longValue),
            newShelf.numbers().stream().mapToLong(Long::longValue))
        .sorted()
        .boxed()
        .toList();
  }
}
