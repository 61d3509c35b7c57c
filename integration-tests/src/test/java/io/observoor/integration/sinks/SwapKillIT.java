package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at each moment of a hand-over, in both directions. The restarted agent runs the sinks of
 * its configuration file, and every window reported as stored is in exactly one of the two sinks,
 * once.
 */
final class SwapKillIT {
  /** Kills at each moment; more for a thorough run. */
  private static final int ROUNDS = Integer.getInteger("observoor.swap.rounds", 1);

  private static final String PARQUET = "parquet";
  private static final String CLICKHOUSE = "clickhouse";
  private static final Pattern STORED =
      Pattern.compile("stored batch (\\d+) window (\\d+) rows (\\d+)");
  private static final Pattern SINK =
      Pattern.compile("\"name\":\\s*\"(\\w+)\",\\s*\"state\":\\s*\"([\\w-]+)\"");

  @TempDir Path directory;

  /** When the agent is killed. */
  private enum Moment {
    /** The socket has the command. */
    SENT,
    /** The new sink is open; the old one delivers. */
    OPENED,
    /** The old sink is flushed and closed; it still has the cursor. */
    FLUSHED,
    /** The new sink has the cursor. */
    HANDED_OVER,
    /** The shell has the answer. */
    ANSWERED,
    /** The new sink has batches. */
    LATER
  }

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void everyStoredWindowIsInOneSinkOnce() throws Exception {
    Map<Long, Long> batches = new TreeMap<>();
    Map<Long, Long> reported = new TreeMap<>();
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.runningWithParquet(chaos.server().endpoint());
      for (int round = 0; round < ROUNDS; round++) {
        for (Moment moment : Moment.values()) {
          awaitParquet(chaos);
          kill(chaos, PARQUET, CLICKHOUSE, moment);
          collect(chaos.agent(), batches, reported);
          chaos.startAgent();
          awaitParquet(chaos);
          AttachedShell.run(chaos.data(), "sink-swap parquet clickhouse");
          awaitStored(chaos.agent());
          kill(chaos, CLICKHOUSE, PARQUET, moment);
          collect(chaos.agent(), batches, reported);
          chaos.startAgent();
        }
      }
      awaitParquet(chaos);
      chaos.end();
      collect(chaos.agent(), batches, reported);
      compare(chaos, reported);
    }
  }

  private static void kill(Chaos chaos, String from, String to, Moment moment) throws IOException {
    RunningAgent agent = chaos.agent();
    try (AttachedShell shell = AttachedShell.to(chaos.data())) {
      shell.send("sink-swap " + from + " " + to);
      switch (moment) {
        case SENT -> {}
        case OPENED -> awaitLine(agent, "sink " + to + " is open and waits for the cursor of");
        case FLUSHED -> awaitLine(agent, "sink " + from + " is closed after batch");
        case HANDED_OVER -> awaitLine(agent, "sink " + to + " took over the cursor of " + from);
        case ANSWERED -> shell.answer();
        case LATER -> {
          shell.answer();
          awaitStored(agent);
        }
      }
      agent.kill();
    }
  }

  private static void awaitLine(RunningAgent agent, String part) {
    agent.await(part, line -> line.contains(part));
  }

  /** Waits until more windows are stored. */
  private static void awaitStored(RunningAgent agent) {
    long after = agent.log().stream().filter(line -> STORED.matcher(line).find()).count() + 5;
    long[] seen = {0};
    agent.await("windows stored", line -> STORED.matcher(line).find() && ++seen[0] > after);
  }

  /** Waits until the sink of the configuration file is active and the other one is idle. */
  private static void awaitParquet(Chaos chaos) throws IOException, InterruptedException {
    Map<String, String> wanted = Map.of(PARQUET, "delivering", CLICKHOUSE, "standby");
    Await.until("the sinks' states are " + wanted, () -> states(chaos.data()), wanted::equals);
  }

  private static Map<String, String> states(Path data) throws IOException {
    String answer = AttachedShell.run(data, "sinks --json");
    Map<String, String> states =
        SINK.matcher(answer)
            .results()
            .collect(Collectors.toMap(sink -> sink.group(1), sink -> sink.group(2)));
    assertFalse(states.isEmpty(), answer);
    return states;
  }

  private static void collect(
      RunningAgent agent, Map<Long, Long> batches, Map<Long, Long> reported) {
    for (String line : agent.log()) {
      Matcher stored = STORED.matcher(line);
      if (stored.find()) {
        long window = Long.parseLong(stored.group(2));
        assertNull(
            batches.put(Long.valueOf(stored.group(1)), window),
            () -> "batch number " + stored.group(1) + " is not unique");
        reported.merge(window, Long.valueOf(stored.group(3)), Long::sum);
      }
    }
  }

  private static void compare(Chaos chaos, Map<Long, Long> reported) throws SQLException {
    Map<Long, Long> inFiles = new TreeMap<>();
    try (ParquetRows rows = new ParquetRows(chaos.data())) {
      for (String table : rows.tables()) {
        add(
            inFiles,
            rows.query(
                "SELECT epoch_ms(window_start), count(*) FROM %s GROUP BY 1"
                    .formatted(rows.table(table))));
      }
    }
    Map<Long, Long> inClickHouse = chaos.rowsByWindow();
    assertFalse(inFiles.isEmpty());
    assertFalse(inClickHouse.isEmpty());
    Map<Long, Long> inBoth = new TreeMap<>(inFiles);
    inBoth.keySet().retainAll(inClickHouse.keySet());
    assertEquals(Map.of(), inBoth, "windows in both sinks");
    Map<Long, Long> found = new TreeMap<>(inFiles);
    found.putAll(inClickHouse);
    reported.values().removeIf(rows -> rows == 0);
    // a kill may lie between the storage of a window and its report
    found.keySet().retainAll(reported.keySet());
    assertEquals(reported, found, "rows by start of window: reported, found");
    System.out.printf(
        "SwapKillIT: %d windows stored, %d in files, %d in ClickHouse%n",
        reported.size(), inFiles.size(), inClickHouse.size());
  }

  private static void add(Map<Long, Long> sums, List<List<String>> windows) {
    for (List<String> window : windows) {
      sums.merge(Long.valueOf(window.get(0)), Long.valueOf(window.get(1)), Long::sum);
    }
  }
}
