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
 * kill -9 while one sink takes another's place, at each moment of it and in both directions. The
 * agent that is started again runs what its file says, and every window that was reported stored is
 * in one of the two places, once.
 */
final class SwapKillIT {
  /** How often each moment; more to be thorough. */
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
    /** The command is in the socket. */
    ASKED,
    /** The new sink is open, the old one delivers. */
    OPENED,
    /** The old one is flushed and closed, and its cursor is still there. */
    AT_REST,
    /** The cursor has changed hands. */
    HANDED_OVER,
    /** The shell was told so. */
    ANSWERED,
    /** The new one has been given something. */
    LATER
  }

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void everyStoredWindowIsInOnePlaceOnce() throws Exception {
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
      shell.ask("sink-swap " + from + " " + to);
      switch (moment) {
        case ASKED -> {}
        case OPENED -> awaitLine(agent, "sink " + to + " is open and waits for the place of");
        case AT_REST -> awaitLine(agent, "sink " + from + " is at rest after batch");
        case HANDED_OVER -> awaitLine(agent, "sink " + to + " has taken the place of " + from);
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

  /** Waits for windows that are stored after this call. */
  private static void awaitStored(RunningAgent agent) {
    long after = agent.log().stream().filter(line -> STORED.matcher(line).find()).count() + 5;
    long[] seen = {0};
    agent.await("windows stored", line -> STORED.matcher(line).find() && ++seen[0] > after);
  }

  /** Waits until the sink of the file runs, and the other stands by with nothing kept for it. */
  private static void awaitParquet(Chaos chaos) throws IOException, InterruptedException {
    Map<String, String> wanted = Map.of(PARQUET, "delivering", CLICKHOUSE, "standing-by");
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
            () -> "batch number " + stored.group(1) + " was given twice");
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
    assertEquals(Map.of(), inBoth, "windows that are in both places");
    Map<Long, Long> found = new TreeMap<>(inFiles);
    found.putAll(inClickHouse);
    reported.values().removeIf(rows -> rows == 0);
    // a kill may come between the storing of a window and the report of it
    found.keySet().retainAll(reported.keySet());
    assertEquals(reported, found, "rows by the start of their window: reported, found");
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
