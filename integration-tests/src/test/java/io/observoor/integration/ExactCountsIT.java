package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.integration.Totals.Total;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workload makes prime numbers of calls: the rows hold exactly these, for its process only. */
final class ExactCountsIT {
  private static final int ROUNDS = 2;

  /** Time of a call, ns, that may lie outside the kernel's measurement. */
  private static final double CALL_NANOS = 2_000;

  private static final double TRAP_NANOS = 100_000;

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void oneThread() throws Exception {
    check(1, CALL_NANOS, Workload.ALL_KINDS);
  }

  @Test
  void eightThreads() throws Exception {
    check(8, CALL_NANOS, Workload.ALL_KINDS);
  }

  @Test
  void thirtyTwoBitCalls() throws Exception {
    assumeTrue(
        Workload.compatCallsWork(directory),
        "the kernel has no 32-bit calls (CONFIG_IA32_EMULATION)");
    check(1, TRAP_NANOS, Workload.COMPAT_KINDS);
  }

  @Test
  void windowsOfATenthOfASecond() throws Exception {
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: exact
            meta_network_name: mainnet
            sinks:
              aggregated:
                resolution:
                  interval: 100ms
            """);
    check(8, CALL_NANOS, Workload.ALL_KINDS, "--config", configuration.toString());
  }

  private void check(int threads, double outsideNanos, List<String> kinds, String... options)
      throws Exception {
    Path data = directory.resolve("data");
    // real-time scheduling: no preemption between the workload's clock and the kernel's
    List<String> arguments = new ArrayList<>(List.of("--threads", "" + threads, "--realtime"));
    arguments.addAll(kinds);
    Totals made = Totals.none();
    try (Workload workload = Workload.start(directory, arguments);
        Workload bystander = Workload.start(directory, kinds);
        RunningAgent agent = RunningAgent.tracking(data, workload.pid(), options)) {
      for (int round = 0; round < ROUNDS; round++) {
        bystander.begin();
        made = made.plus(workload.round());
        bystander.end();
      }
      assertEquals(0, agent.stop(), agent::tail);
      compare(data, made, workload.pid(), outsideNanos);
    }
  }

  private static void compare(Path data, Totals made, long pid, double outsideNanos)
      throws SQLException {
    try (ParquetRows rows = new ParquetRows(data)) {
      List<String> metrics = Syscalls.METRICS;
      Totals found = rows.totals(metrics);
      assertEquals(made.counts(), found.counts());
      assertAll(
          made.counts().keySet().stream()
              .map(
                  metric ->
                      () ->
                          checkRows(
                              rows, metric, pid, made.of(metric), found.of(metric), outsideNanos)));
      Syscalls.assertNoLosses(rows);
    }
  }

  private static void checkRows(
      ParquetRows rows, String metric, long pid, Total made, Total found, double outsideNanos)
      throws SQLException {
    String table = rows.table(metric);
    assertEquals(
        List.of(List.of("" + pid)), rows.query("SELECT DISTINCT pid FROM " + table), metric);
    assertEquals(
        0,
        rows.number(
            "SELECT count(*) FROM (SELECT window_start, interval_ms, lead(window_start) OVER (ORDER BY"
                + " window_start) AS next FROM "
                + table
                + ") WHERE window_start + to_milliseconds(interval_ms) > next"),
        () -> metric + " has overlapping windows");
    if (!Syscalls.isLatency(metric)) {
      assertEquals(0, found.sum(), metric);
      return;
    }
    assertEquals(
        0,
        rows.number(
            "SELECT count(*) FROM "
                + table
                + " WHERE count <> "
                + Syscalls.BUCKET_SUM
                + " OR min > max OR sum < max"),
        () -> metric + " has inconsistent rows");
    // the kernel's two time stamps lie within the workload's; rounding to 32-bit floats may add
    double allowed = made.sum() * 0.1 + made.count() * outsideNanos;
    assertTrue(
        found.sum() <= made.sum() * 1.0001 && found.sum() >= made.sum() - allowed,
        () -> metric + ": workload " + made + ", rows " + found + ", allowed " + allowed + " less");
  }
}
