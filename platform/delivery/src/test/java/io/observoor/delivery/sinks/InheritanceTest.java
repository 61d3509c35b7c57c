package io.observoor.delivery.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.TestRows;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent is killed while one sink delivers, and begins again with another: what the first has
 * made durable and nobody noted is not given to the second.
 */
@Timeout(60)
final class InheritanceTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Pauses QUICK =
      new Pauses(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final SteeredSink.Shelf oldShelf = new SteeredSink.Shelf();
  private final SteeredSink.Shelf newShelf = new SteeredSink.Shelf();
  private final SteeredSink old = new SteeredSink("old", oldShelf);
  private final SteeredSink next = new SteeredSink("new", newShelf);
  private Spool spool;
  private SinkRunners runners;
  private SinkController control;

  /** The old sink has 5 batches; the file that the kill leaves knows of none of them. */
  @BeforeEach
  void killed() throws Exception {
    Path before = directory.resolve("before");
    begin(before, "old");
    runners.add(new SteeredSink("old", oldShelf), true);
    store(5);
    Path after = Files.createDirectory(directory.resolve("after"));
    Files.copy(before.resolve("spool.mv"), after.resolve("spool.mv"));
    assertTrue(runners.flush(5, LONG));
    close();
    assertEquals(numbers(1, 5), oldShelf.numbers());
    begin(after, "new");
  }

  private void begin(Path where, String wanted) throws SpoolException {
    spool = new Spool(where, 1 << 30, List.of(wanted), Disk.REAL);
    runners = new SinkRunners(spool, QUICK);
    control = new SinkController(runners, spool, QUICK);
    spool.open();
  }

  @AfterEach
  void close() throws SpoolException {
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

  private void settle(Duration deadline) {
    new Inheritance(runners, control, spool, deadline).start();
  }

  /** Until then the old sink may be running, and be stopped while it flushes. */
  private void awaitSettled() throws InterruptedException {
    assertTrue(runners.await(() -> spool.succession().isEmpty(), LONG));
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
  void theOldSinkTakesFirstWhatItMayHaveBeenGiven() throws Exception {
    runners.add(next, true);
    runners.add(old, false);
    settle(LONG);
    store(3);
    awaitSettled();
    assertTrue(runners.flush(8, LONG));
    TreeSet<Long> inOld = new TreeSet<>(oldShelf.numbers());
    assertTrue(inOld.last() >= 5, inOld::toString);
    assertEquals(numbers(inOld.last() + 1, 8), newShelf.numbers());
    assertEquals(numbers(1, inOld.last()), List.copyOf(inOld));
    assertEquals(SinkState.STANDING_BY, statistics("old").state());
    assertEquals(SinkState.DELIVERING, statistics("new").state());
    spool.maintain();
    assertEquals(0, spool.statistics().batches(), "nothing is kept for the old one");
  }

  @Test
  void aDeadOldSinkDoesNotKeepTheNewOneFromComing() throws Exception {
    old.refusesToFlush = true;
    runners.add(old, false);
    runners.add(next, true);
    settle(SHORT);
    awaitSettled();
    assertTrue(runners.flush(5, LONG));
    assertEquals(numbers(1, 5), newShelf.numbers());
    assertEquals(SinkState.STANDING_BY, statistics("old").state());
  }

  @Test
  void whatIsKeptForASinkThatDoesNotComeStays() throws Exception {
    runners.add(next, true);
    settle(SHORT);
    assertTrue(runners.flush(5, LONG));
    assertEquals(numbers(1, 5), newShelf.numbers());
    assertEquals(SinkState.ABSENT, statistics("old").state());
    assertEquals(5, statistics("old").pendingBatches());
  }

  @Test
  void aSinkThatNobodyAnnouncedKeepsItsPlace() throws Exception {
    runners.add(old, true);
    runners.add(next, true);
    settle(LONG);
    assertTrue(runners.flush(5, LONG));
    assertEquals(numbers(1, 5), newShelf.numbers());
    assertEquals(Optional.empty(), spool.succession());
    assertEquals(SinkState.DELIVERING, statistics("old").state());
  }
}
