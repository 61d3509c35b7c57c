package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ring buffers overflow while the agent is stopped: every lost event is counted. */
final class LossIT {
  /** Calls of which each is one event. */
  private static final List<String> KINDS =
      List.of(
          "--threads",
          "2",
          "read=20011",
          "write=10007",
          "pwrite64=1009",
          "futex_wake=5003",
          "dup=997");

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void deliveredAndLostEventsAddUp() throws Exception {
    Path data = directory.resolve("data");
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: loss
            meta_network_name: mainnet
            ring_buffer_size: 65536
            """);
    Totals made;
    try (Workload workload = Workload.start(directory, KINDS);
        RunningAgent agent =
            RunningAgent.tracking(data, workload.pid(), "--config", configuration.toString())) {
      Processes.stop(agent.pid());
      Totals held = workload.round();
      Processes.resume(agent.pid());
      made = held.plus(workload.round());
      assertEquals(0, agent.stop(), agent::tail);
    }
    try (ParquetRows rows = new ParquetRows(data)) {
      Map<String, Long> delivered = rows.totals(Syscalls.METRICS).counts();
      // other losses are events that the workload does not count (switches, page faults)
      Map<String, Long> lost = lost(rows);
      lost.keySet().retainAll(Syscalls.METRICS);
      Map<String, Long> together = new TreeMap<>(delivered);
      lost.forEach((event, count) -> together.merge(event, count, Long::sum));
      String both = "delivered " + delivered + ", lost " + lost;
      assertEquals(made.counts(), together, both);
      // 64 KiB hold about two thousand events of 40 bytes
      long all = lost.values().stream().mapToLong(Long::longValue).sum();
      assertTrue(all > made.events() / 4, both);
    }
  }

  private static Map<String, Long> lost(ParquetRows rows) throws SQLException {
    Map<String, Long> lost = new TreeMap<>();
    for (List<String> row :
        rows.query(
            "SELECT event, sum(count)::BIGINT FROM "
                + rows.table("observoor_losses")
                + " GROUP BY event")) {
      lost.put(row.get(0), Long.valueOf(row.get(1)));
    }
    return lost;
  }
}
