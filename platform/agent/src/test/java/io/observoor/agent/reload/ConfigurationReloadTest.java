package io.observoor.agent.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.agent.reload.ConfigurationReload.SinkUpdate;
import io.observoor.agent.run.Options;
import io.observoor.agent.run.RunConfiguration;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationReloadTest {
  private static final String PARQUET = "parquet: {enabled: true, directory: /d}";
  private static final String NO_PARQUET = "parquet: {enabled: false, directory: /d}";
  private static final String HTTP = "http: {enabled: true, address: 'http://h/'}";
  private static final String CLICKHOUSE = "clickhouse: {enabled: true, endpoint: 'http://h:1'}";

  @TempDir private Path directory;
  private final Sinks sinks = new Sinks();
  private ConfigurationReload reload;

  /** Records the operations, and succeeds or fails. */
  private static final class Sinks implements SinkControl, Delivery, SinkUpdate {
    final List<String> asked = new ArrayList<>();
    final Set<String> running = new TreeSet<>(Set.of("parquet"));
    boolean refusing;

    private void ask(String what) throws SinkControlException {
      asked.add(what);
      if (refusing) {
        throw new SinkControlException("no connection");
      }
    }

    @Override
    public boolean update(String sink, Map<String, Object> values) {
      asked.add("update " + sink + " " + values.get("enabled"));
      return true;
    }

    @Override
    public void start(String sink, Duration deadline) throws SinkControlException {
      ask("start " + sink);
      running.add(sink);
    }

    @Override
    public boolean stop(String sink, Duration deadline) throws SinkControlException {
      ask("stop " + sink);
      return running.remove(sink);
    }

    @Override
    public Handover swap(String from, String to, Duration deadline) throws SinkControlException {
      ask("swap " + from + " " + to);
      running.remove(from);
      running.add(to);
      return new Handover(1, true);
    }

    @Override
    public long remove(String sink) {
      throw new AssertionError("nothing is removed");
    }

    @Override
    public boolean flush(Duration deadline) {
      return true;
    }

    @Override
    public DeliveryStatistics statistics() {
      List<SinkStatistics> all =
          running.stream()
              .map(
                  name ->
                      new SinkStatistics(
                          name, SinkState.DELIVERING, 0, 0, 0, 0, 0, 0, "", 0, 0, List.of()))
              .toList();
      return new DeliveryStatistics("i", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "", all);
    }
  }

  @BeforeEach
  void start() throws Exception {
    file(PARQUET);
    Map<String, String> properties = new HashMap<>();
    properties.put("observoor.config", directory.resolve("config.yaml").toString());
    properties.put("observoor.command", "run");
    RunConfiguration run =
        RunConfiguration.read(Options.read(properties::get, "file:/nowhere/bundles/70/agent.jar"));
    reload = new ConfigurationReload(run, sinks);
  }

  private void file(String... sinkSections) throws IOException {
    Files.writeString(
        directory.resolve("config.yaml"),
        "meta_client_name: a\nmeta_network_name: hoodi\nsinks: {aggregated: {"
            + String.join(", ", sinkSections)
            + "}}\n");
  }

  private List<String> apply() {
    sinks.asked.clear();
    reload.apply(sinks, sinks);
    return sinks.asked;
  }

  @Test
  void anUnchangedFileChangesNothing() {
    assertEquals(List.of(), apply());
  }

  @Test
  void oneStoppingAndOneStartingSinkAreSwapped() throws IOException {
    file(NO_PARQUET, HTTP);
    assertEquals(List.of("update http false", "swap parquet http"), apply());
    assertEquals(List.of(), apply());
    file(PARQUET, "http: {enabled: false, address: 'http://h/'}");
    assertEquals(List.of("swap http parquet"), apply());
  }

  @Test
  void startsSinksBeforeItStopsOthers() throws IOException {
    file(NO_PARQUET, HTTP, CLICKHOUSE);
    assertEquals(
        List.of(
            "update clickhouse false",
            "update http false",
            "start clickhouse",
            "start http",
            "stop parquet"),
        apply().stream().sorted(ConfigurationReloadTest::updatesFirst).toList());
  }

  private static int updatesFirst(String one, String other) {
    boolean left = one.startsWith("update");
    boolean right = other.startsWith("update");
    return left && right ? one.compareTo(other) : Boolean.compare(right, left);
  }

  @Test
  void updatesOnlyChangedSinks() throws IOException {
    file(PARQUET, HTTP);
    apply();
    file("parquet: {enabled: true, directory: /d, roll_interval: 7s}", HTTP);
    assertEquals(List.of("update parquet true"), apply());
  }

  @Test
  void anInvalidFileChangesNothing() throws IOException {
    file("parquet: {enabled: false, directory: /d, roll_interval: soon}", HTTP);
    assertEquals(List.of(), apply());
    file(NO_PARQUET);
    assertEquals(List.of(), apply(), "no sink would run");
    Files.writeString(directory.resolve("config.yaml"), "{{{");
    assertEquals(List.of(), apply());
  }

  @Test
  void retriesAFailedOperationWithTheNextFile() throws IOException {
    sinks.refusing = true;
    file(NO_PARQUET, HTTP);
    assertEquals(List.of("update http false", "swap parquet http"), apply());
    sinks.refusing = false;
    assertEquals(List.of("swap parquet http"), apply());
  }

  @Test
  void doesNotRepeatWhatTheUserHasDone() throws IOException {
    sinks.running.clear();
    sinks.running.add("http");
    file(NO_PARQUET, HTTP);
    assertEquals(List.of("update http false"), apply());
  }

  @Test
  void doesNotMoveTheDataDirectory() throws IOException {
    file("parquet: {enabled: true, directory: /e}");
    assertEquals(List.of(), apply());
  }
}
