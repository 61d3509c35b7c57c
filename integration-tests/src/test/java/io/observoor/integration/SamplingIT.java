package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel samples by event type: the rows hold the kept share, name the rule, and are not
 * scaled. Every event without a rule is counted.
 */
final class SamplingIT {
  private static final int ROUNDS = 2;

  /** Each call is one event; one thread makes all. */
  private static final List<String> KINDS =
      List.of("read=1009", "write=20011", "pwrite64=401", "mmap=211", "dup=997");

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void eachEventHasItsRule() throws Exception {
    String rules =
        """
        events:
                syscall_read: {mode: nth, rate: 0.142857142857}
                syscall_write: {mode: probability, rate: 0.25}
                syscall_mmap: {mode: nth, rate: 1.0}
        """;
    Totals made = run(rules);
    try (ParquetRows rows = new ParquetRows(directory.resolve("data"))) {
      // exact on one CPU: every seventh event, counted across rounds
      assertRows(rows, "syscall_read", "nth", 1 / 7.0, made.of("syscall_read").count() / 7);

      // within five standard deviations of the binomial distribution
      long writes = made.of("syscall_write").count();
      long kept = rows.totals(List.of("syscall_write")).of("syscall_write").count();
      double deviation = Math.sqrt(writes * 0.25 * 0.75);
      assertTrue(
          Math.abs(kept - writes * 0.25) <= 5 * deviation,
          () -> kept + " of " + writes + " writes kept, deviation " + deviation);
      assertRows(rows, "syscall_write", "probability", 0.25, kept);

      assertRows(rows, "syscall_mmap", "nth", 1, made.of("syscall_mmap").count());
      for (String metric : List.of("syscall_pwrite", "fd_open", "fd_close")) {
        assertRows(rows, metric, "none", 1, made.of(metric).count());
      }
      Syscalls.assertNoLosses(rows);
    }
  }

  @Test
  void allEventsButOneHaveTheDefaultRule() throws Exception {
    String rules =
        """
        default: {mode: nth, rate: 0.5}
              events:
                fd_close: {mode: none, rate: 1.0}
        """;
    Totals made = run(rules);
    try (ParquetRows rows = new ParquetRows(directory.resolve("data"))) {
      for (String metric :
          List.of("syscall_read", "syscall_write", "syscall_pwrite", "syscall_mmap", "fd_open")) {
        assertRows(rows, metric, "nth", 0.5, made.of(metric).count() / 2);
      }
      assertRows(rows, "fd_close", "none", 1, made.of("fd_close").count());
      Syscalls.assertNoLosses(rows);
    }
  }

  /** Runs the agent with these rules and a workload pinned to one CPU. */
  private Totals run(String rules) throws Exception {
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: sampling
            meta_network_name: mainnet
            health:
              addr: ""
            sinks:
              aggregated:
                sampling:
                  %s"""
                .formatted(rules.strip()));
    Totals made = Totals.none();
    try (Workload workload = Workload.start(directory, KINDS)) {
      Commands.run("taskset", "--all-tasks", "--cpu-list", "--pid", "0", "" + workload.pid());
      try (RunningAgent agent =
          RunningAgent.tracking(
              directory.resolve("data"), workload.pid(), "--config", configuration.toString())) {
        for (int round = 0; round < ROUNDS; round++) {
          made = made.plus(workload.round());
        }
        assertEquals(0, agent.stop(), agent::tail);
      }
    }
    return made;
  }

  private static void assertRows(
      ParquetRows rows, String metric, String mode, double rate, long count) throws SQLException {
    assertEquals(
        List.of(List.of(mode, Float.toString((float) rate))),
        rows.query("SELECT DISTINCT sampling_mode, sampling_rate FROM " + rows.table(metric)),
        metric);
    assertEquals(count, rows.totals(List.of(metric)).of(metric).count(), metric);
  }
}
