package io.observoor.integration.events;

import static io.observoor.integration.events.SchedOutcome.BUSY;
import static io.observoor.integration.events.SchedOutcome.IDLE;
import static io.observoor.integration.events.SchedOutcome.PINNED;
import static io.observoor.integration.events.SchedOutcome.SLEEPS;
import static io.observoor.integration.events.SchedOutcome.SPINNING;
import static io.observoor.integration.events.SchedOutcome.WINDOW_MILLIS;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import io.observoor.integration.events.SchedWorkload.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Switches, waits and running time of concurrent processes, against the kernel's counters of each
 * thread: one with more threads than CPUs, one that mostly sleeps, one with pinned threads, one
 * that never leaves its CPU voluntarily, and an untracked one. Windows last 100 ms.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class SchedIT {
  /** Share of a window that a late timer may add to it; more on an emulator. */
  private static final double LATE = Boolean.getBoolean("observoor.emulated") ? 1.5 : 1.05;

  private static final String DISABLED = System.getProperty("observoor.hooks.disabled", "");

  /** Plain tracepoints know only the tid of the next thread. */
  private static final boolean KNOWS_ALL_THREADS =
      !(DISABLED.contains("tp_btf") && DISABLED.contains("raw_tp"));

  /** Without the timer, a slice is reported at its end, too late for closed windows. */
  private static final boolean HAS_TIMER = !DISABLED.contains("perf_event");

  /** Tolerance of CPU time. */
  private static final double RUNNING_TOLERANCE = 0.05;

  /**
   * Time between the kernel's reading of the run queue's clock and the tracepoint: the work of a
   * wake-up or a switch, and interrupts.
   */
  private static final double SWITCH_NANOS = 5_000;

  private SchedOutcome outcome;
  private ParquetRows rows;
  private int onlineCpus;

  @BeforeAll
  void run(@TempDir Path directory) throws Exception {
    Requirements.root();
    onlineCpus =
        Math.toIntExact(
            Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(line -> line.matches("cpu\\d+ .*"))
                .count());
    Path data = directory.resolve("data");
    outcome = SchedOutcome.of(directory, data, onlineCpus);
    rows = new ParquetRows(data);
  }

  @AfterAll
  void close() throws SQLException {
    if (rows != null) {
      rows.close();
    }
  }

  private void each(Check check) {
    assertAll(outcome.pids().keySet().stream().map(name -> (Executable) () -> check.check(name)));
  }

  private interface Check {
    void check(String name) throws SQLException;
  }

  private double number(String expression, String table, String name) throws SQLException {
    String sql =
        "SELECT coalesce(%s, 0)::DOUBLE FROM %s WHERE pid = %d"
            .formatted(expression, rows.table(table), outcome.pids().get(name));
    return Double.parseDouble(rows.query(sql).getFirst().getFirst());
  }

  private long count(String table, String name) throws SQLException {
    return Math.round(number("sum(count)", table, name));
  }

  private static void within(String what, double expected, double found, double tolerance) {
    assertTrue(
        Math.abs(found - expected) <= tolerance,
        () ->
            "%s: %.0f instead of %.0f, %.0f too far apart"
                .formatted(what, found, expected, Math.abs(found - expected) - tolerance));
  }

  @Test
  void switchesAreExact() {
    each(
        name ->
            assertEquals(
                outcome.counted(name, account -> account.voluntary() + account.involuntary()),
                count("sched_on_cpu", name),
                name));
  }

  @Test
  void workloadSleptAndWasPreempted() {
    // on a slow processor, a short sleep can end before the thread has left the CPU
    assertTrue(
        outcome.counted(IDLE, Account::voluntary) >= 2 * SLEEPS,
        () -> outcome.accounts().toString());
    assertTrue(
        outcome.counted(BUSY, Account::involuntary) > 0, () -> outcome.accounts().toString());
  }

  /**
   * Only sleep ends a slice voluntarily. The start of a thread's first sleep is unknown, and its
   * last sleep has not ended.
   */
  @Test
  void sleepsAreVoluntarySwitches() {
    each(
        name ->
            assertEquals(
                outcome.counted(name, account -> Math.max(0, account.voluntary() - 1)),
                count("sched_off_cpu", name),
                name));
  }

  /**
   * A thread is scheduled after each sleep and each preemption. A few wake-ups, and the waits that
   * they start, may be missed: the kernel skips programs in some interrupts.
   */
  @Test
  void waitsAreCounted() {
    each(
        name -> {
          long preempted = outcome.counted(name, Account::involuntary);
          long came = came(name);
          long missed = came - count("sched_runqueue", name);
          long most = 3 + (came - preempted) / 20;
          assertTrue(
              missed >= 0 && missed <= most,
              () -> name + ": " + missed + " of " + came + " missed");
        });
  }

  /** Counts how often threads were scheduled, as far as the hook knows them. */
  private long came(String name) {
    return outcome.counted(
        name,
        account -> {
          long switches = account.voluntary() + account.involuntary();
          return KNOWS_ALL_THREADS ? switches : Math.max(0, switches - 1);
        });
  }

  /**
   * A missed wake-up misses its whole wait, which can be most of the time of a few switches. For
   * threads that are not pinned, the kernel may count sleep as waiting, see {@link
   * SchedWorkload.Account}.
   */
  @Test
  void timeOnTheRunQueueAgreesWithTheKernel() {
    assumeTrue(
        !Boolean.getBoolean("observoor.emulated"),
        "an emulated processor takes too long from where the kernel looks at its clock to where it"
            + " says so");
    each(
        name -> {
          double kernel = outcome.counted(name, Account::waitedNanos);
          double tolerance = 0.05 * kernel + SWITCH_NANOS * count("sched_runqueue", name);
          double found = number("sum(sum::DOUBLE)", "sched_runqueue", name);
          boolean allSeen = count("sched_runqueue", name) == came(name);
          boolean exact = allSeen && List.of(PINNED, SPINNING).contains(name);
          within(name, exact ? kernel : Math.min(kernel, found), found, tolerance);
        });
  }

  @Test
  void timeAsleepCoversTheSleeps() {
    double asked = 3 * SLEEPS * 1e6;
    try {
      double found = number("sum(sum::DOUBLE)", "sched_off_cpu", IDLE);
      assertTrue(found >= asked, () -> found + " ns asleep, less than " + asked + " ns requested");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timeOnTheCpuAgreesWithTheKernel() {
    each(
        name -> {
          double kernel = outcome.counted(name, Account::ranNanos);
          double found = number("sum(sum::DOUBLE)", "sched_on_cpu", name);
          within(name, kernel, found, RUNNING_TOLERANCE * kernel);
        });
  }

  @Test
  void cpuUtilizationAgreesWithTheKernel() {
    each(
        name -> {
          double kernel = outcome.counted(name, Account::ranNanos);
          double found = number("sum(total_on_cpu_ns::DOUBLE)", "cpu_utilization", name);
          within(name, kernel, found, RUNNING_TOLERANCE * kernel);
        });
  }

  /**
   * An unsplit slice would exceed a window. The timer that splits slices may be late, on an
   * emulated processor by more than a millisecond.
   */
  @Test
  void noWindowHoldsMoreThanItsTime() throws SQLException {
    assumeTrue(HAS_TIMER, "perf_event is disabled");
    assertEquals(
        List.of(),
        rows.query(
            "SELECT * FROM "
                + rows.table("cpu_utilization")
                + " WHERE max_core_on_cpu_ns > interval_ms * 1e6 * "
                + LATE
                + " OR total_on_cpu_ns > interval_ms * 1e6 * active_cores * "
                + LATE));
  }

  @Test
  void longSlicesAreInEveryWindow() throws SQLException {
    assumeTrue(HAS_TIMER, "perf_event is disabled");
    double full =
        number(
            "count(*) FILTER (max_core_pct > 90 AND interval_ms = " + WINDOW_MILLIS + ")",
            "cpu_utilization",
            SPINNING);
    // real-time threads leave 5 % of each second to others, in one piece
    assertTrue(full >= 20, () -> "only " + full + " full windows in 3 s of spinning");
  }

  @Test
  void coresAreTheMachines() throws SQLException {
    String table = rows.table("cpu_utilization");
    assertEquals(
        List.of(List.of("" + onlineCpus)),
        rows.query("SELECT DISTINCT system_cores FROM " + table));
    assertEquals(
        List.of(),
        rows.query(
            "SELECT * FROM "
                + table
                + " WHERE active_cores NOT BETWEEN 1 AND system_cores OR event_count < 1 OR"
                + " min_core_pct > mean_core_pct OR mean_core_pct > max_core_pct OR max_core_pct >"
                + " 100 OR abs(max_core_pct - least(100, max_core_on_cpu_ns / interval_ms / 1e4)) >"
                + " 0.01 OR max_core_on_cpu_ns > total_on_cpu_ns"));
    assertEquals(onlineCpus, Math.round(number("max(active_cores)", "cpu_utilization", BUSY)));
  }

  @Test
  void noOtherProcessHasRows() throws SQLException {
    for (String table :
        List.of("sched_on_cpu", "sched_runqueue", "sched_off_cpu", "cpu_utilization")) {
      assertEquals(
          outcome.pids().values().stream().map(pid -> List.of("" + pid)).toList(),
          rows.query(
              "SELECT pid FROM "
                  + rows.table(table)
                  + " GROUP BY pid ORDER BY list_position("
                  + outcome.pids().values()
                  + ", pid)"),
          table);
    }
  }

  @Test
  void noLosses() throws SQLException {
    assertEquals(List.of(), rows.losses());
  }
}
