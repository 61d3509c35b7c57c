package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments, ten times: every window reported as stored is in the files exactly
 * once.
 */
final class KillIT {
  private static final int KILLS = 10;
  private static final Pattern STORED =
      Pattern.compile("stored batch (\\d+) window (\\d+) rows (\\d+)");

  @TempDir Path directory;

  /** A batch as the agent's log reports it. */
  private record Stored(long windowStart, long rows) {}

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void everyStoredWindowIsInTheFilesOnce() throws Exception {
    long seed = Long.getLong("observoor.seed", System.nanoTime());
    System.out.println("KillIT: -Dobservoor.seed=" + seed);
    Random random = new Random(seed);
    Path data = directory.resolve("data");
    String configuration =
        Files.writeString(
                directory.resolve("observoor.yaml"),
                """
                log_level: debug
                meta_client_name: kill
                meta_network_name: mainnet
                sinks:
                  aggregated:
                    resolution:
                      interval: 100ms
                    parquet:
                      roll_interval: 1s
                """)
            .toString();
    Map<Long, Stored> stored = new TreeMap<>();
    List<String> kinds = List.of("read=101", "write=103", "dup=11", "epoll_pwait=3");
    try (Workload workload = Workload.start(directory, kinds);
        Rounds rounds = new Rounds(workload)) {
      for (int i = 0; i < KILLS; i++) {
        try (RunningAgent agent =
            RunningAgent.tracking(data, workload.pid(), "--config", configuration)) {
          agent.await("a window stored", line -> STORED.matcher(line).find());
          // a random moment, not a condition
          LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(1500)));
          agent.kill();
          collect(agent, stored);
        }
      }
      try (RunningAgent agent =
          RunningAgent.tracking(data, workload.pid(), "--config", configuration)) {
        agent.await(
            "the report of the unclean end", line -> line.contains("ended without a shutdown"));
        agent.await("a window stored", line -> STORED.matcher(line).find());
        assertEquals(0, agent.stop(), agent::tail);
        collect(agent, stored);
      }
      rounds.finish();
    }
    compare(data, stored);
  }

  private static void collect(RunningAgent agent, Map<Long, Stored> stored) {
    for (String line : agent.log()) {
      Matcher matcher = STORED.matcher(line);
      if (matcher.find()) {
        Stored batch =
            new Stored(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
        Stored before = stored.put(Long.valueOf(matcher.group(1)), batch);
        assertEquals(null, before, () -> "batch number " + matcher.group(1) + " is not unique");
      }
    }
  }

  private static void compare(Path data, Map<Long, Stored> stored) throws SQLException {
    assertTrue(stored.size() > KILLS, () -> "only " + stored.size() + " windows stored");
    try (ParquetRows rows = new ParquetRows(data)) {
      Map<Long, Long> found = new TreeMap<>();
      for (String table : rows.tables()) {
        for (Path file : rows.files(table)) {
          // fails unless the file opens
          rows.query("SELECT count(*), min(window_start), max(window_start) FROM '" + file + "'");
        }
        for (List<String> row :
            rows.query(
                "SELECT epoch_ms(window_start), count(*) FROM "
                    + rows.table(table)
                    + " GROUP BY 1")) {
          found.merge(Long.valueOf(row.get(0)), Long.valueOf(row.get(1)), Long::sum);
        }
      }
      for (String metric : Syscalls.METRICS) {
        if (!rows.files(metric).isEmpty()) {
          assertEquals(
              List.of(),
              rows.query(
                  "SELECT window_start, pid, count(*) FROM "
                      + rows.table(metric)
                      + " GROUP BY ALL HAVING count(*) > 1"),
              () -> metric + " has duplicate rows");
        }
      }
      Map<Long, Long> reported = new TreeMap<>();
      stored
          .values()
          .forEach(batch -> reported.merge(batch.windowStart(), batch.rows(), Long::sum));
      reported.values().removeIf(count -> count == 0);
      Map<Long, Long> foundOfThese = new TreeMap<>(found);
      foundOfThese.keySet().retainAll(reported.keySet());
      assertEquals(reported, foundOfThese, "rows by start of window: reported, in the files");
    }
  }
}
