package io.observoor.probes.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.Window;
import io.observoor.api.probe.EventView;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Slices across windows of 1 s. Times are in ms since the first window's start. */
final class CpuUtilizationTest {
  private static final long MS = 1_000_000;
  private static final long KERNEL_START = 5_000 * MS;
  private static final long WALL_START = 1_606_824_023_000L;

  private final CpuUtilization metric = new CpuUtilization(() -> 8);
  private final Deque<Window> open = new ArrayDeque<>();
  private final TableBuilder builder = new TableBuilder(metric.schema());
  private long nextMillis;

  private void open() {
    openAt(nextMillis, 1000);
  }

  private void openAt(long startMillis, long length) {
    nextMillis = startMillis + length;
    Window window = new Window(WALL_START + startMillis, WALL_START + nextMillis, 0, WALL_START);
    open.addLast(window);
    metric.open(window, KERNEL_START + startMillis * MS, KERNEL_START + nextMillis * MS);
  }

  private static long at(double millis) {
    return KERNEL_START + Math.round(millis * MS);
  }

  private static Slice ended(int pid, int cpu, double start, double end) {
    return Slice.ended(pid, cpu, at(start), at(end));
  }

  private Table close() {
    Window window = open.removeFirst();
    metric.close(window, builder);
    return builder.build(new TableContext(window, 0, "c", "n"));
  }

  /**
   * Closes the oldest window and returns its rows: "pid total_ms events cores max_ms max_cpu mean
   * min max".
   */
  private List<String> rows() {
    Table table = close();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < table.rows(); i++) {
      rows.add(
          String.join(
              " ",
              "" + table.column("pid").longAt(i),
              number(table.column("total_on_cpu_ns").floatAt(i) / MS),
              "" + table.column("event_count").longAt(i),
              "" + table.column("active_cores").longAt(i),
              number(table.column("max_core_on_cpu_ns").floatAt(i) / MS),
              "" + table.column("max_core_id").longAt(i),
              number(table.column("mean_core_pct").floatAt(i)),
              number(table.column("min_core_pct").floatAt(i)),
              number(table.column("max_core_pct").floatAt(i))));
    }
    return rows;
  }

  private static String number(float value) {
    return String.format("%.5f", value).replaceAll("\\.?0+$", "");
  }

  @Test
  void addsSlicesWithinAWindow() {
    open();
    metric.accept(ended(7, 0, 100, 200));
    metric.accept(ended(7, 1, 300, 350));
    metric.accept(ended(8, 1, 350, 360));
    metric.accept(ended(7, 0, 400, 500));
    assertEquals(List.of("7 250 3 2 200 0 12.5 5 20", "8 10 1 1 10 1 1 1 1"), rows());
  }

  @Test
  void splitsASliceExactlyAtABoundary() {
    open();
    open();
    metric.accept(ended(7, 0, 900.000001, 1100.000003));
    assertEquals(List.of("7 100 1 1 100 0 10 10 10"), rows());
    assertEquals(List.of("7 100 1 1 100 0 10 10 10"), rows());
  }

  @Test
  void countsASliceThatTouchesABoundaryOnce() {
    open();
    metric.accept(ended(7, 0, 900, 1000));
    open();
    metric.accept(ended(7, 0, 1000, 1100));
    assertEquals(List.of("7 100 1 1 100 0 10 10 10"), rows());
    assertEquals(List.of("7 100 1 1 100 0 10 10 10"), rows());
  }

  @Test
  void splitsASliceOverSeveralOpenWindows() {
    for (int i = 0; i < 6; i++) {
      open();
    }
    metric.accept(ended(7, 3, 500, 5_250));
    assertEquals(List.of("7 500 1 1 500 3 50 50 50"), rows());
    for (int i = 1; i < 5; i++) {
      assertEquals(List.of("7 1000 1 1 1000 3 100 100 100"), rows());
    }
    assertEquals(List.of("7 250 1 1 250 3 25 25 25"), rows());
  }

  @Test
  void countsASliceInPartsOnceInEachWindow() {
    open();
    metric.accept(ended(7, 0, 10, 20));
    for (int i = 0; i < 40; i++) {
      if (i == 20) {
        open();
      }
      // the timer fires 20 times a second, 30 ms after the boundary
      metric.accept(Slice.part(7, 0, at(20), at(Math.max(20, 50 * i - 20)), at(50 * i + 30)));
    }
    open();
    metric.accept(Slice.part(7, 0, at(20), at(1980), at(2030)));
    metric.accept(Slice.ended(7, 0, at(20), at(2030), at(2040)));
    assertEquals(List.of("7 990 2 1 990 0 99 99 99"), rows());
    assertEquals(List.of("7 1000 1 1 1000 0 100 100 100"), rows());
    assertEquals(List.of("7 40 1 1 40 0 4 4 4"), rows());
  }

  @Test
  void lateTimeCountsInTheOldestOpenWindow() {
    open();
    metric.accept(ended(7, 0, 0, 100));
    assertEquals(List.of("7 100 1 1 100 0 10 10 10"), rows());
    open();
    open();
    // began in the closed window and was not reported there
    metric.accept(ended(7, 0, 100, 2_500));
    assertEquals(List.of("7 1900 1 1 1900 0 100 100 100"), rows());
    assertEquals(List.of("7 500 1 1 500 0 50 50 50"), rows());
  }

  @Test
  void dropsTimeBeforeTheFirstWindow() {
    open();
    metric.accept(ended(7, 0, -5_000, -1));
    metric.accept(ended(7, 0, -3_000, 10));
    assertEquals(List.of("7 10 1 1 10 0 1 1 1"), rows());
  }

  @Test
  void timeInSkippedWindowsCountsInTheNextWindow() {
    open();
    rows();
    // 256 windows without an event are skipped
    openAt(400_000, 1000);
    metric.accept(ended(7, 0, 399_900, 400_010));
    assertEquals(List.of("7 110 1 1 110 0 11 11 11"), rows());
  }

  @Test
  void timeInAGapBetweenOpenWindowsCountsInTheOlder() {
    open();
    openAt(400_000, 1000);
    metric.accept(ended(7, 0, 399_900, 400_010));
    assertEquals(List.of("7 100 1 1 100 0 10 10 10"), rows());
    assertEquals(List.of("7 10 1 1 10 0 1 1 1"), rows());
  }

  @Test
  void sharesAreRelativeToTheLengthOfTheWindow() {
    openAt(0, 100);
    openAt(100, 37);
    metric.accept(ended(7, 0, 50, 137));
    assertEquals(List.of("7 50 1 1 50 0 50 50 50"), rows());
    assertEquals(List.of("7 37 1 1 37 0 100 100 100"), rows());
  }

  @Test
  void aShareIsAtMost100Percent() {
    open();
    metric.accept(ended(7, 0, 0, 700));
    metric.accept(ended(7, 0, 0, 700));
    metric.accept(ended(7, 1, 0, 500));
    assertEquals(List.of("7 1900 3 2 1400 0 75 50 100"), rows());
  }

  @Test
  void aClosedWindowLeavesNothingBehind() {
    open();
    metric.accept(ended(7, 0, 100, 200));
    rows();
    open();
    metric.accept(ended(8, 0, 1100, 1200));
    assertEquals(List.of("8 100 1 1 100 0 10 10 10"), rows());
    open();
    assertEquals(List.of(), rows());
  }

  @Test
  void aSliceWithoutUnreportedTimeAddsNoCore() {
    open();
    metric.accept(Slice.ended(7, 0, at(10), at(20), at(20)));
    assertEquals(List.of(), rows());
  }

  @Test
  void rowsHaveClientCoresAndSampling() {
    metric.sampled(
        Map.of(
            "sched_switch", new Sampling(Sampling.Mode.NTH, 0.5f), "sched_slice", Sampling.NONE));
    open();
    metric.accept(ended(7, 0, 100, 200));
    Table table = close();
    assertEquals("geth", table.column("client_type").textAt(0));
    assertEquals(8, table.column("system_cores").longAt(0));
    assertEquals("nth", table.column("sampling_mode").textAt(0));
    assertEquals(0.5f, table.column("sampling_rate").floatAt(0));
  }

  @Test
  void sumOverAllWindowsIsTheTotalRunningTime() {
    Random random = new Random(1);
    long ran = 0;
    double found = 0;
    long now = 0;
    open();
    open();
    for (int i = 0; i < 20_000; i++) {
      long length = random.nextInt(1, 3_000);
      now += random.nextInt(20);
      if (now + length >= (nextMillis - 200) * 1000) {
        open();
        found += total(close());
      }
      long start = at(now / 1e3);
      now += length;
      metric.accept(Slice.ended(1 + random.nextInt(3), random.nextInt(2), start, at(now / 1e3)));
      ran += length;
    }
    while (!open.isEmpty()) {
      found += total(close());
    }
    assertEquals(ran * 1e3, found, ran * 1e3 / 1e6);
  }

  private static double total(Table table) {
    double total = 0;
    for (int i = 0; i < table.rows(); i++) {
      total += table.column("total_on_cpu_ns").floatAt(i);
    }
    return total;
  }

  @Test
  void acceptDoesNotAllocate() {
    EventView[] events = new EventView[1000];
    for (int i = 0; i < events.length; i++) {
      events[i] = ended(1 + i % 500, i % 4, 900 + i / 10.0, 901 + i / 10.0);
    }
    open();
    open();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int round = 0; round < 200; round++) {
      if (round == 100) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      for (EventView event : events) {
        metric.accept(event);
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 100_000, () -> allocated + " bytes for 100,000 events");
  }
}
