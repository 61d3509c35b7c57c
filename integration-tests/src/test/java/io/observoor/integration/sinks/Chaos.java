package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.integration.Rounds;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.Totals;
import io.observoor.integration.Totals.Total;
import io.observoor.integration.Workload;
import io.observoor.testing.Await;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ClickHouse server, an agent that writes to it, and a workload that never rests: what all of it
 * adds up to in the end is what the workload made. The parts can be killed and started again in
 * between.
 */
final class Chaos implements AutoCloseable {
  static final String DATABASE = "chaos";

  private static final Pattern STORED = Pattern.compile("stored batch .* window (\\d+)");

  /** A sink that has failed for long retries after 75 s at most, and then delivers its backlog. */
  private static final Duration DEADLINE = Await.DEADLINE.multipliedBy(4);

  /** Some calls of several tables; the agent is to be busy, not overrun. */
  private static final List<String> KINDS =
      List.of("read=101", "write=103", "openat=31", "dup=11", "futex_wake=29", "mmap=13");

  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(20);

  private final Path directory;
  private final ClickHouseServer server;
  private final Workload workload;
  private Rounds rounds;
  private Totals made = Totals.none();
  private RunningAgent agent;
  private Path data;
  private Path configuration;

  private Chaos(Path directory) throws IOException {
    this.directory = directory;
    data = directory.resolve("data");
    server = ClickHouseServer.start(directory.resolve("clickhouse"));
    server.query("CREATE DATABASE " + DATABASE);
    workload = Workload.start(directory.resolve("workload"), KINDS);
  }

  /** A server and a workload that does nothing yet. */
  static Chaos in(Path directory) throws IOException {
    return new Chaos(directory);
  }

  ClickHouseServer server() {
    return server;
  }

  /** Where the agent keeps its data, and its Parquet files. */
  Path data() {
    return data;
  }

  RunningAgent agent() {
    return agent;
  }

  /** Keeps the agent's data elsewhere. */
  Chaos withData(Path wanted) {
    data = wanted;
    return this;
  }

  /**
   * Starts an agent that writes to an address, and the workload.
   *
   * @param keys further keys beside those of the sink, a line each
   */
  Chaos running(String endpoint, String... keys) throws IOException {
    configure(true, endpoint, keys);
    startAgent();
    begin();
    return this;
  }

  /**
   * As {@link #running}, but with Parquet files; ClickHouse stands by.
   *
   * @param endpoint where it would write to
   */
  Chaos runningWithParquet(String endpoint) throws IOException {
    configure(false, endpoint, "parquet:", "  enabled: true", "  roll_interval: 1s");
    startAgent();
    begin();
    return this;
  }

  /** The workload rests while the agent ends and comes again with other keys. */
  void runningAgain(String endpoint, String... keys) throws IOException {
    rest();
    stopAgent();
    configure(true, endpoint, keys);
    startAgent();
    begin();
  }

  private void configure(boolean enabled, String endpoint, String... keys) throws IOException {
    configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            log_level: debug
            meta_client_name: chaos
            meta_network_name: mainnet
            sinks:
              aggregated:
                resolution:
                  interval: 100ms
                clickhouse:
                  enabled: %s
                  endpoint: %s
                  database: %s
                  flush_interval: 100ms
                  migrations:
                    enabled: true
            """
                    .formatted(enabled, endpoint, DATABASE)
                + Stream.of(keys).map(key -> "    " + key + "\n").collect(Collectors.joining()));
  }

  /** Starts the agent, at first or after it was killed. */
  void startAgent() throws IOException {
    agent = RunningAgent.tracking(data, workload.pid(), "--config", configuration.toString());
  }

  /** The workload goes on. */
  void begin() {
    rounds = new Rounds(workload, BETWEEN_ROUNDS);
  }

  /** The workload rests, and everything it did is in the agent's spool when this returns. */
  void rest() {
    stopWorkload();
    long now = System.currentTimeMillis();
    agent.await("a window after the workload stored", line -> windowOf(line) > now);
  }

  private static long windowOf(String line) {
    Matcher stored = STORED.matcher(line);
    return stored.find() ? Long.parseLong(stored.group(1)) : 0;
  }

  /** Waits for the nth line of the agent's log that says this. */
  void awaitLine(int times, String part) {
    Predicate<String> nth =
        new Predicate<>() {
          private int seen;

          @Override
          public boolean test(String line) {
            return line.contains(part) && ++seen == times;
          }
        };
    agent.await(times + " times: " + part, nth);
  }

  /** Waits until the sink has failed so many times, after it had worked. */
  void awaitFailure(int times) {
    awaitLine(times, "sink clickhouse failed:");
  }

  /** Waits until the sink has recovered so many times. */
  void awaitRecovery(int times) {
    awaitLine(times, "sink clickhouse works again");
  }

  /** Waits until ClickHouse has rows. */
  void awaitRows() {
    awaitMore("syscall_read", 0);
  }

  /** Waits until a table counts more calls than this. */
  void awaitMore(String metric, long than) {
    awaitStored(
        metric + " above " + than,
        List.of(metric),
        counts -> counts.getOrDefault(metric, 0L) > than);
  }

  private void awaitStored(
      String awaited, Collection<String> metrics, Predicate<Map<String, Long>> condition) {
    try {
      Await.until(DEADLINE, awaited, () -> stored(metrics), condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + agent.tail(), e);
    }
  }

  /** Stops the workload, waits until all its calls are stored, stops the agent, and compares. */
  void finish() {
    stopWorkload();
    Map<String, Long> wanted = made.counts();
    awaitStored("counts " + wanted, wanted.keySet(), wanted::equals);
    stopAgent();
    assertEquals(wanted, stored(wanted.keySet()), agent::tail);
  }

  /** The workload and the agent end in order; returns what the workload made. */
  Totals end() {
    stopWorkload();
    stopAgent();
    return made;
  }

  private void stopWorkload() {
    if (rounds != null) {
      made = made.plus(rounds.finish());
      rounds = null;
    }
  }

  private void stopAgent() {
    assertEquals(0, agent.stop(), agent::tail);
    assertEquals(
        List.of(), tables("observoor_losses").isEmpty() ? List.of() : losses(), agent::tail);
  }

  /** The counts in the tables that have rows, as if every row that came twice had come once. */
  Map<String, Long> stored(Iterable<String> metrics) {
    Map<String, Total> totals = new TreeMap<>();
    for (String metric : metrics) {
      if (!tables(metric).isEmpty()) {
        long count =
            Long.parseLong(
                server.value(
                    "SELECT sum(count) FROM %s.%s FINAL WHERE pid = %d"
                        .formatted(DATABASE, metric, workload.pid())));
        totals.put(metric, new Total(count, 0));
      }
    }
    return new Totals(totals).counts();
  }

  /** How many rows of all tables there are by the start of their window, in milliseconds. */
  Map<Long, Long> rowsByWindow() {
    Map<Long, Long> rows = new TreeMap<>();
    for (List<String> table :
        server.query(
            "SELECT table FROM system.columns WHERE database = '%s' AND name = 'window_start'"
                .formatted(DATABASE))) {
      server
          .query(
              "SELECT toUnixTimestamp64Milli(window_start), count() FROM %s.%s FINAL GROUP BY 1"
                  .formatted(DATABASE, table.getFirst()))
          .forEach(
              window ->
                  rows.merge(Long.valueOf(window.get(0)), Long.valueOf(window.get(1)), Long::sum));
    }
    return rows;
  }

  private List<List<String>> tables(String name) {
    return server.query(
        "SELECT name FROM system.tables WHERE database = '%s' AND name = '%s'"
            .formatted(DATABASE, name));
  }

  private List<List<String>> losses() {
    return server.query("SELECT * FROM " + DATABASE + ".observoor_losses FINAL");
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.close();
    }
    if (agent != null) {
      agent.close();
    }
    workload.close();
    server.close();
  }
}
