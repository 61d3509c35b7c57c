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
 * An agent is killed while one sink is active, and starts with another one configured: the second
 * gets no batch that the first has made durable, although the kill lost its acknowledgements.
 */
@Timeout(60)
final class StartupHandoverTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final DeliveryTimeouts QUICK =
      new DeliveryTimeouts(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final SteeredSink.Server oldServer = new SteeredSink.Server();
  private final SteeredSink.Server newServer = new SteeredSink.Server();
  private final SteeredSink old = new SteeredSink("old", oldServer);
  private final SteeredSink next = new SteeredSink("new", newServer);
  private Spool spool;
  private SinkRegistry sinks;
  private SinkController control;

  /** The old sink has made 5 batches durable; the file after the kill has no acknowledgement. */
  @BeforeEach
  void killed() throws Exception {
    Path before = directory.resolve("before");
    begin(before, "old");
    sinks.add(new SteeredSink("old", oldServer), true);
    store(5);
    Path after = Files.createDirectory(directory.resolve("after"));
    Files.copy(before.resolve("spool.mv"), after.resolve("spool.mv"));
    assertTrue(sinks.flush(5, LONG));
    close();
    assertEquals(numbers(1, 5), oldServer.numbers());
    begin(after, "new");
  }

  private void begin(Path where, String configured) throws SpoolException {
    spool = new Spool(where, 1 << 30, List.of(configured), Disk.REAL);
    sinks = new SinkRegistry(spool, QUICK);
    control = new SinkController(sinks, spool, QUICK);
    spool.open();
  }

  @AfterEach
  void close() throws SpoolException {
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

  private void startHandover(Duration deadline) {
    new StartupHandover(sinks, control, spool, deadline).start();
  }

  /** Until then the old sink may be active, and be stopped while it flushes. */
  private void awaitHandover() throws InterruptedException {
    assertTrue(sinks.await(() -> spool.pendingHandover().isEmpty(), LONG));
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
  void theOldSinkFirstGetsWhatItMayHaveBeenSent() throws Exception {
    sinks.add(next, true);
    sinks.add(old, false);
    startHandover(LONG);
    store(3);
    awaitHandover();
    assertTrue(sinks.flush(8, LONG));
    TreeSet<Long> inOld = new TreeSet<>(oldServer.numbers());
    assertTrue(inOld.last() >= 5, inOld::toString);
    assertEquals(numbers(inOld.last() + 1, 8), newServer.numbers());
    assertEquals(numbers(1, inOld.last()), List.copyOf(inOld));
    assertEquals(SinkState.STANDBY, statistics("old").state());
    assertEquals(SinkState.DELIVERING, statistics("new").state());
    spool.maintain();
    assertEquals(0, spool.statistics().batches(), "no batch is kept for the old sink");
  }

  @Test
  void aDeadOldSinkDoesNotPreventTheHandover() throws Exception {
    old.refusesToFlush = true;
    sinks.add(old, false);
    sinks.add(next, true);
    startHandover(SHORT);
    awaitHandover();
    assertTrue(sinks.flush(5, LONG));
    assertEquals(numbers(1, 5), newServer.numbers());
    assertEquals(SinkState.STANDBY, statistics("old").state());
  }

  @Test
  void batchesAreKeptForASinkThatIsNotRegistered() throws Exception {
    sinks.add(next, true);
    startHandover(SHORT);
    assertTrue(sinks.flush(5, LONG));
    assertEquals(numbers(1, 5), newServer.numbers());
    assertEquals(SinkState.ABSENT, statistics("old").state());
    assertEquals(5, statistics("old").pendingBatches());
  }

  @Test
  void anEnabledSinkThatIsNotConfiguredKeepsItsCursor() throws Exception {
    sinks.add(old, true);
    sinks.add(next, true);
    startHandover(LONG);
    assertTrue(sinks.flush(5, LONG));
    assertEquals(numbers(1, 5), newServer.numbers());
    assertEquals(Optional.empty(), spool.pendingHandover());
    assertEquals(SinkState.DELIVERING, statistics("old").state());
  }
}
