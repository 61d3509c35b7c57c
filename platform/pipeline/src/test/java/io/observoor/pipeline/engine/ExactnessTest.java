package io.observoor.pipeline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aggregates random events to exactly the rows of a simple model. */
class ExactnessTest {
  private static final int EVENTS = 40_000;
  private static final int SPAN_MILLIS = 26_000;

  private final ReferenceModel model = new ReferenceModel();

  @ParameterizedTest
  @CsvSource({
    "1, 1000, 0",
    "2, 1000, 11650",
    "3, 100, 0",
    "4, 100, 73",
    "5, 700, 0",
    "6, 5000, 4999",
    "7, 12000, 1",
    "8, 65535, 3"
  })
  void rowsMatchTheModel(long seed, int interval, int startMillis) {
    Harness harness = run(seed, interval, startMillis);
    assertEquals(model.rows(), ReferenceModel.of(harness.closed));
    assertEquals(List.of(), harness.losses.total());
    assertEquals(EVENTS, events(harness));
  }

  @Test
  void totalsAreIndependentOfTheInterval() {
    Map<String, Long> expected = totals(run(99, 1000, 0));
    for (int interval : new int[] {100, 250, 333, 12_000}) {
      assertEquals(expected, totals(run(99, interval, 0)), "interval " + interval);
    }
  }

  private static long events(Harness harness) {
    return harness.aggregator.events(0)
        + harness.aggregator.events(1)
        + harness.aggregator.events(2);
  }

  private static Map<String, Long> totals(Harness harness) {
    Map<String, Long> totals = new TreeMap<>();
    for (String table : List.of("call", "transfer", "level", "named")) {
      totals.put(table, harness.total(table, "count"));
    }
    return totals;
  }

  private Harness run(long seed, int interval, int startMillis) {
    Random random = new Random(seed);
    long from = Harness.SLOT_START + startMillis;
    Harness harness = new Harness(interval, from, Set.of());
    int base = harness.register(SampleProbe.declaration()).eventBase();
    long step = SPAN_MILLIS * 1_000_000L / EVENTS;
    for (int i = 0; i < EVENTS; i++) {
      // Ring buffers of CPUs are read one after the other: events are out of order within the
      // grace.
      long now = harness.clocks.at(from) + Harness.GRACE_MILLIS * 1_000_000L + i * step;
      long timestamp = now - random.nextLong(Harness.GRACE_MILLIS * 1_000_000L);
      harness.clocks.moveTo(now);
      event(harness, base, timestamp, windowStart(harness, timestamp, from, interval), random);
      if (random.nextInt(300) == 0) {
        harness.slab(random.nextInt(3) == 0 ? 0 : now);
      }
    }
    harness.finish();
    return harness;
  }

  /** Finds a window's start by stepping along the grid from the slot's start. */
  private static long windowStart(Harness harness, long timestamp, long from, int interval) {
    long wall = (timestamp - harness.clocks.at(0)) / 1_000_000;
    long slot = Harness.SLOT_START;
    while (slot + 12_000 <= wall) {
      slot += 12_000;
    }
    long start = slot;
    while (start + interval <= wall) {
      start += interval;
    }
    return Math.max(start, from);
  }

  private void event(Harness harness, int base, long timestamp, long window, Random random) {
    int pid = 1 + random.nextInt(50);
    int client = random.nextInt(13);
    switch (random.nextInt(3)) {
      case 0 -> {
        long nanos = random.nextLong(1L << random.nextInt(1, 40));
        model.call(window, pid, client, nanos);
        harness.event(timestamp, base + SampleProbe.CALL, pid, client, nanos);
      }
      case 1 -> {
        long bytes = random.nextInt(100_000);
        long port = random.nextBoolean() ? 30303 : random.nextInt(64);
        long level = random.nextInt(-5, 20);
        long segments = random.nextInt(4);
        model.transfer(window, pid, client, bytes, port, level, segments);
        harness.event(
            timestamp, base + SampleProbe.TRANSFER, pid, client, bytes, port, level, segments);
      }
      default -> {
        String name = "name".repeat(random.nextInt(4)) + random.nextInt(30);
        model.named(window, pid, client, name);
        harness.event(timestamp, base + SampleProbe.NAMED, pid, client, SampleProbe.text(name));
      }
    }
  }
}
