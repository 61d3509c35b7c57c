package io.observoor.pipeline.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.Window;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The start, end and closing of windows, and late events. */
class WindowsTest {
  private static final long SLOT = Harness.SLOT_START;

  private Harness harness = new Harness(1000);
  private int call;

  @BeforeEach
  void register() {
    call = harness.register(SampleProbe.declaration()).eventBase() + SampleProbe.CALL;
  }

  private void restart(int interval, long wallMillis) {
    harness = new Harness(interval, wallMillis, Set.of());
    register();
  }

  private void callAt(long wallMillis) {
    harness.event(harness.clocks.at(wallMillis), call, 1, 1, 5);
  }

  private List<Window> windows() {
    return harness.windows().toList();
  }

  @Test
  void cutsWindowsAtSlots() {
    restart(5000, SLOT);
    for (long at = SLOT; at < SLOT + 24_000; at += 500) {
      harness.passTo(at);
      callAt(at);
    }
    harness.passTo(SLOT + 25_000);
    assertEquals(
        List.of(0L, 5_000L, 10_000L, 12_000L, 17_000L, 22_000L),
        harness.starts().stream().map(start -> start - SLOT).toList());
    assertEquals(
        List.of(5_000, 5_000, 2_000, 5_000, 5_000, 2_000),
        windows().stream().map(Window::intervalMillis).toList());
    assertEquals(
        List.of(10_000_000L, 10_000_000L, 10_000_000L, 10_000_001L, 10_000_001L, 10_000_001L),
        windows().stream().map(Window::slot).toList());
    assertEquals(SLOT + 12_000, windows().get(4).slotStartMillis());
  }

  @Test
  void rowsContainTheirWindow() {
    restart(5000, SLOT + 10_500);
    callAt(SLOT + 10_500);
    harness.passTo(SLOT + 12_300);
    Table table = harness.tables("call").getFirst();
    assertEquals(SLOT + 10_500, table.column("window_start").longAt(0));
    assertEquals(1_500, table.column("interval_ms").longAt(0));
    assertEquals(SLOT + 12_300, table.column("updated_date_time").longAt(0));
    assertEquals(10_000_000, table.column("wallclock_slot").longAt(0));
    assertEquals(SLOT, table.column("wallclock_slot_start_date_time").longAt(0));
    assertEquals("client", table.column("meta_client_name").textAt(0));
    assertEquals("mainnet", table.column("meta_network_name").textAt(0));
  }

  @Test
  void aWindowStaysOpenForTheGrace() {
    harness.clocks.moveTo(harness.clocks.at(SLOT + 1_100));
    callAt(SLOT + 500);
    callAt(SLOT + 1_050);
    harness.passTo(SLOT + 1_199);
    assertEquals(List.of(), windows());
    callAt(SLOT + 999);
    harness.passTo(SLOT + 1_200);
    assertEquals(List.of(SLOT), harness.starts());
    assertEquals(2, harness.total("call", "count"));
  }

  @Test
  void eventsAfterTheGraceAreLate() {
    callAt(SLOT + 500);
    harness.passTo(SLOT + 1_200);
    callAt(SLOT + 999);
    callAt(SLOT - 5);
    callAt(SLOT + 1_000);
    harness.passTo(SLOT + 2_200);
    assertEquals(2, harness.total("call", "count"));
    assertEquals(List.of(new Loss("call", LossStage.LATE, 2)), harness.losses.total());
    Table losses = harness.tables("observoor_losses").getFirst();
    assertEquals(1, losses.rows());
    assertEquals(SLOT + 1_000, losses.column("window_start").longAt(0));
    assertEquals("call", losses.column("event").textAt(0));
    assertEquals("late", losses.column("place").textAt(0));
    assertEquals(2, losses.column("count").longAt(0));
  }

  @Test
  void reportsLossesOnce() {
    harness.losses.add(call, LossStage.KERNEL_RING, 3);
    harness.losses.add(-1, LossStage.DECODE, 1);
    harness.passTo(SLOT + 1_500);
    harness.passTo(SLOT + 2_500);
    harness.losses.add(call, LossStage.KERNEL_RING, 4);
    harness.passTo(SLOT + 3_500);
    assertEquals(
        List.of(2, 1), harness.tables("observoor_losses").stream().map(Table::rows).toList());
    assertEquals(8, harness.total("observoor_losses", "count"));
  }

  @Test
  void passesEmptyWindowsToDelivery() {
    for (long at = SLOT; at <= SLOT + 5_200; at += 100) {
      harness.passTo(at);
    }
    assertEquals(5, windows().size());
    assertEquals(0, harness.aggregator.rows());
    assertEquals(5, harness.aggregator.windowsClosed());
  }

  @Test
  void skipsALongTimeWithoutEvents() {
    callAt(SLOT);
    harness.passTo(SLOT + 12_000_000_000L);
    callAt(SLOT + 12_000_000_000L);
    harness.passTo(SLOT + 12_000_002_000L);
    assertEquals(List.of(SLOT, SLOT + 12_000_000_000L), harness.starts());
    assertTrue(harness.aggregator.windowsClosed() < 10);
  }

  @Test
  void aDelayedReaderLosesNothing() {
    long now = SLOT + 200_000;
    harness.clocks.moveTo(harness.clocks.at(now));
    for (int cpu = 0; cpu < 2; cpu++) {
      for (long at = SLOT; at < now; at += 100) {
        callAt(at);
      }
    }
    harness.passTo(now + 200);
    assertEquals(4_000, harness.total("call", "count"));
    assertEquals(200, harness.closed.size());
    assertEquals(List.of(), harness.losses.total());
  }

  @Test
  void followsAClockSetBack() {
    for (int i = 0; i < 600; i++) {
      harness.clocks.moveTo(harness.clocks.monotonicNanos() + 100_000_000L);
      harness.event(harness.clocks.monotonicNanos(), call, 1, 1, 5);
      harness.slab(harness.clocks.monotonicNanos());
      if (i == 55) {
        harness.clocks.step(-4_000);
      }
    }
    harness.finish();
    assertEquals(600, harness.total("call", "count"));
    assertOrdered();
    // Each window is at most 1/64 longer.
    assertEquals(60, windows().size(), 2);
    assertEquals(List.of(), harness.losses.total());
  }

  @Test
  void followsAClockSetForward() {
    for (int i = 0; i < 100; i++) {
      harness.clocks.moveTo(harness.clocks.monotonicNanos() + 100_000_000L);
      harness.event(harness.clocks.monotonicNanos(), call, 1, 1, 5);
      harness.slab(harness.clocks.monotonicNanos());
      if (i == 55) {
        harness.clocks.step(60_300);
      }
    }
    harness.finish();
    assertEquals(100, harness.total("call", "count"));
    assertOrdered();
    assertTrue(Math.abs(SLOT + 70_300 - windows().getLast().endMillis()) <= 100);
    assertEquals(List.of(), harness.losses.total());
  }

  private void assertOrdered() {
    for (int i = 1; i < windows().size(); i++) {
      assertTrue(windows().get(i - 1).endMillis() <= windows().get(i).startMillis());
    }
  }

  @Test
  void flushCutsTheCurrentWindow() {
    callAt(SLOT);
    harness.clocks.moveTo(harness.clocks.at(SLOT + 300));
    callAt(SLOT + 299);
    harness.slab(0);
    harness.aggregator.flush(Long.MAX_VALUE);
    callAt(SLOT + 300);
    callAt(SLOT + 999);
    harness.clocks.moveTo(harness.clocks.at(SLOT + 999));
    harness.passTo(SLOT + 1_500);
    assertEquals(List.of(SLOT, SLOT + 300), harness.starts());
    assertEquals(List.of(300, 700), windows().stream().map(Window::intervalMillis).toList());
    assertEquals(4, harness.total("call", "count"));
    assertEquals(List.of(), harness.losses.total());
  }

  @Test
  void flushUntilATimeLeavesLaterWindowsOpen() {
    harness.clocks.moveTo(harness.clocks.at(SLOT + 1_100));
    callAt(SLOT);
    callAt(SLOT + 1_050);
    harness.slab(0);
    harness.aggregator.flush(harness.clocks.at(SLOT + 1_000));
    assertEquals(List.of(SLOT), harness.starts());
    harness.passTo(SLOT + 2_200);
    assertEquals(List.of(SLOT, SLOT + 1_000), harness.starts());
  }

  @Test
  void countsInvalidRecords() {
    callAt(SLOT + 1);
    harness.event(harness.clocks.at(SLOT), 1_000, 1, 1, 5);
    harness.event(harness.clocks.at(SLOT), 40_000, 1, 1, 5);
    harness.event(harness.clocks.at(SLOT), call, 1, 1, 5, 6);
    harness.event(harness.clocks.at(SLOT + 5_000), call, 1, 1, 5);
    harness.event(Long.MIN_VALUE, call, 1, 1, 5);
    callAt(SLOT + 2);
    harness.passTo(SLOT + 1_500);
    assertEquals(2, harness.total("call", "count"));
    assertEquals(
        5,
        harness.losses.total().stream().mapToLong(Loss::count).sum(),
        "counted as decode or late");
    assertEquals(List.of(SLOT), harness.starts());
  }
}
