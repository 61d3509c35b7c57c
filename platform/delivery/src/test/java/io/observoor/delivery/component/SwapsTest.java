package io.observoor.delivery.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.SinkControl.Handover;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.TestRows;
import io.observoor.delivery.intake.IntakeQueue;
import io.observoor.delivery.sinks.DeliveryTimeouts;
import io.observoor.delivery.sinks.TestSink;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.Spool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two sinks are swapped at random while windows flow, with sinks that fail, updates of their
 * bundles, and restarts in between.
 */
@Timeout(120)
final class SwapsTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final DeliveryTimeouts QUICK =
      new DeliveryTimeouts(
          Duration.ofMillis(1), failures -> Duration.ofMillis(1), LONG, Duration.ofMillis(1));

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final Map<String, TestSink.Archive> archives = new TreeMap<>();
  private final Map<String, TestSink> services = new TreeMap<>();
  private final Set<Long> mayBeInBoth = new TreeSet<>();
  private final TreeMap<Long, String> offered = new TreeMap<>();
  private Random random;
  private boolean restarts;
  private int failuresAtMost;
  private int failuresInHundred;
  private DurableDelivery delivery;
  private String owner = "a";

  private void begin() {
    delivery =
        new DurableDelivery(
            new Spool(directory, 1 << 30, List.of(owner), Disk.REAL),
            new IntakeQueue(10_000, 10_000_000),
            QUICK);
    archives.keySet().forEach(this::register);
  }

  private void register(String name) {
    TestSink sink =
        new TestSink(
                name, archives.get(name), random.nextLong(), random.nextInt(failuresInHundred + 1))
            .allowLaterBegin();
    services.put(name, sink);
    delivery.addSink(sink, Map.of("enabled", name.equals(owner)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, false",
    "2, 0, false",
    "3, 0, true",
    "4, 0, true",
    "11, 10, true",
    "12, 10, true",
    "13, 20, true",
    "14, 30, true",
    "15, 40, true",
    "16, 60, true"
  })
  void everyBatchIsInExactlyOneSink(long seed, int failures, boolean withRestarts)
      throws Exception {
    random = new Random(seed);
    restarts = withRestarts;
    failuresAtMost = failures;
    failuresInHundred = failures;
    archives.put("a", new TestSink.Archive());
    archives.put("b", new TestSink.Archive());
    begin();
    int swaps = 0;
    for (int step = 0; step < 150; step++) {
      offer(random.nextInt(6));
      switch (random.nextInt(12)) {
        case 0 -> restart(withRestarts);
        case 1 -> update();
        case 2 -> stopAndStart();
        default -> swaps += swap() ? 1 : 0;
      }
    }
    drain();
    delivery.close();
    assertTrue(swaps > 20, swaps + " swaps");
    check();
  }

  private void offer(int windows) {
    for (int i = 0; i < windows; i++) {
      long number = offered.size() + 1L;
      var rows = TestRows.simple(number, 3);
      assertTrue(delivery.offer(rows));
      offered.put(number, TestRows.fingerprint(rows));
    }
  }

  private String other() {
    return owner.equals("a") ? "b" : "a";
  }

  private boolean swap() {
    try {
      long newest = delivery.statistics().lastSequence();
      Handover handover = delivery.swap(owner, other(), LONG);
      if (!handover.flushed()) {
        // the old sink may have been sent what was stored when it was closed
        long end = Math.max(newest, delivery.statistics().lastSequence());
        for (long n = handover.acknowledged() + 1; n <= end; n++) {
          mayBeInBoth.add(n);
        }
      }
      owner = other();
      return true;
    } catch (SinkControlException e) {
      assertTrue(e.getMessage().contains("cannot be opened"), e.getMessage());
      return false;
    }
  }

  private void update() {
    String name = random.nextBoolean() ? owner : other();
    delivery.removeSink(services.get(name));
    register(name);
  }

  private void stopAndStart() throws InterruptedException {
    try {
      delivery.stop(owner, LONG);
    } catch (SinkControlException e) {
      throw new AssertionError(e);
    }
    for (boolean started = false; !started; ) {
      try {
        delivery.start(owner, LONG);
        started = true;
      } catch (SinkControlException e) {
        // the sink fails at random
        assertTrue(e.getMessage().contains("cannot be opened"), e.getMessage());
        if (failuresInHundred > 0) {
          delivery.removeSink(services.get(owner));
          register(owner);
        }
      }
    }
  }

  private void restart(boolean enabled) {
    if (enabled) {
      delivery.close();
      begin();
    }
  }

  private void drain() {
    for (boolean done = false; !done; ) {
      delivery.removeSink(services.get(owner));
      failuresInHundred = 0;
      register(owner);
      done = delivery.flush(LONG);
    }
    for (SinkStatistics sink : delivery.statistics().sinks()) {
      assertEquals(
          sink.name().equals(owner) ? SinkState.DELIVERING : SinkState.STANDBY, sink.state());
    }
  }

  private static Set<Long> difference(Map<Long, String> one, Map<Long, String> other) {
    Set<Long> difference = new TreeSet<>(one.keySet());
    difference.removeAll(other.keySet());
    return difference;
  }

  private void check() {
    assertEquals("", archives.get("a").violation());
    assertEquals("", archives.get("b").violation());
    Map<Long, String> a = archives.get("a").batches();
    Map<Long, String> b = archives.get("b").batches();
    TreeMap<Long, String> all = new TreeMap<>(a);
    all.putAll(b);
    assertEquals(Set.of(), difference(offered, all), "in neither sink");
    assertEquals(Set.of(), difference(all, offered), "never stored");
    assertTrue(offered.equals(all), "with different content");
    Set<Long> both = new TreeSet<>(a.keySet());
    both.retainAll(b.keySet());
    both.removeAll(mayBeInBoth);
    assertEquals(Set.of(), both, "in both sinks though the old one was flushed");
    if (failuresAtMost == 0 && !restarts) {
      assertEquals(Set.of(), mayBeInBoth, "everything was flushed");
    }
  }
}
