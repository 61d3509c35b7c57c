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
 * A ClickHouse server, an agent that writes to it, and a workload that runs all the time. Tests
 * kill and restart the parts; at the end, the stored rows add up to what the workload made.
 */
final class Chaos implements AutoCloseable {
  static final String DATABASE = "chaos";

  private static final Pattern STORED = Pattern.compile("stored batch .* window (\\d+)");

  /** A sink that has failed for long retries after 75 s at most, and then delivers its backlog. */
  private static final Duration DEADLINE = Await.DEADLINE.multipliedBy(4);

  /** Calls of several tables; few, so that the agent is busy and not overloaded. */
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

  /** Starts a server and an idle workload. */
  static Chaos in(Path directory) throws IOException {
    return new Chaos(directory);
  }

  ClickHouseServer server() {
    return server;
  }

  /** Returns the agent's data directory, which holds its Parquet files. */
  Path data() {
    return data;
  }

  RunningAgent agent() {
    return agent;
  }

  /** Sets the agent's data directory. */
  Chaos withData(Path wanted) {
    data = wanted;
    return this;
  }

  /**
   * Starts the workload and an agent that writes to ClickHouse.
   *
   * @param keys further lines of the configuration, beside the sink's
   */
  Chaos running(String endpoint, String... keys) throws IOException {
    configure(true, endpoint, keys);
    startAgent();
    begin();
    return this;
  }

  /**
   * Starts the workload and an agent with an active Parquet sink and an idle ClickHouse sink.
   *
   * @param endpoint address of ClickHouse
   */
  Chaos runningWithParquet(String endpoint) throws IOException {
    configure(false, endpoint, "parquet:", "  enabled: true", "  roll_interval: 1s");
    startAgent();
    begin();
    return this;
  }

  /** Restarts the agent with other keys while the workload is paused. */
  void restartWith(String endpoint, String... keys) throws IOException {
    pause();
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

  /** Starts the agent, also after a kill. */
  void startAgent() throws IOException {
    agent = RunningAgent.tracking(data, workload.pid(), "--config", configuration.toString());
  }

  /** Starts or resumes the workload. */
  void begin() {
    rounds = new Rounds(workload, BETWEEN_ROUNDS);
  }

  /** Pauses the workload; returns when the spool has all its windows. */
  void pause() {
    stopWorkload();
    long now = System.currentTimeMillis();
    agent.await("a window after the workload stored", line -> windowOf(line) > now);
  }

  private static long windowOf(String line) {
    Matcher stored = STORED.matcher(line);
    return stored.find() ? Long.parseLong(stored.group(1)) : 0;
  }

  /** Waits for the nth line of the agent's log that contains a text. */
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

  /** Waits until the sink has begun to fail this many times. */
  void awaitFailure(int times) {
    awaitLine(times, "sink clickhouse failed:");
  }

  /** Waits until the sink has recovered this many times. */
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

  /** Stops the workload and the agent; returns what the workload made. */
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

  /** Returns the non-zero counts of the tables, without duplicate rows. */
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

  /** Returns the number of rows of all tables by their window's start, ms. */
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
