package io.observoor.agent.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.agent.configuration.Secret;
import io.observoor.agent.slots.NetworkPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigurationTest {
  private static final String NAMES = "meta_client_name: a\nmeta_network_name: hoodi\n";

  @TempDir private Path directory;
  private final Map<String, String> properties = new HashMap<>();

  @Test
  void takesTheFile() throws Exception {
    config(NAMES + "spool: {directory: /s}\nsinks: {aggregated: {parquet: {directory: /d}}}\n");
    RunConfiguration run = read();
    assertEquals(Path.of("/d"), run.data());
    assertEquals(Path.of("/s"), run.spool());
    assertEquals("hoodi", run.network());
    assertEquals(NetworkPreset.HOODI.clock(), run.slots());
    assertTrue(run.rules().names().contains("geth"));
    assertEquals(60L, parquet(run).get("rollSeconds"));
  }

  @Test
  void optionsOverrideTheFile() throws Exception {
    config(
        NAMES + "pid: {process_names: [reth]}\nsinks: {aggregated: {parquet: {directory: /d}}}\n");
    properties.put("observoor.data", "/e");
    properties.put("observoor.network", "gnosis");
    properties.put("observoor.process", "geth, besu");
    properties.put("observoor.duration", "90s");
    properties.put("observoor.demo", "true");
    RunConfiguration run = read();
    assertEquals(Path.of("/e"), run.data());
    assertEquals(Path.of("/e/spool"), run.spool());
    assertEquals(NetworkPreset.GNOSIS.clock(), run.slots());
    assertEquals("hoodi", run.network(), "the name in the rows is the file's");
    assertEquals(List.of("geth", "besu"), run.rules().names());
    assertEquals(Duration.ofSeconds(90), run.options().duration().orElseThrow());
    assertEquals(5L, parquet(run).get("rollSeconds"));
  }

  @Test
  void aPidAloneTracksNothingElse() throws Exception {
    config(NAMES);
    properties.put("observoor.pid", "12,34");
    RunConfiguration run = read();
    assertEquals(List.of(12, 34), run.options().pids());
    assertEquals(List.of(), run.rules().names());
  }

  @Test
  void sinksThatAreDescribedAndNotEnabledAreIdle() throws Exception {
    config(NAMES + "sinks: {aggregated: {clickhouse: {enabled: true, endpoint: 'h:9000'}}}\n");
    RunConfiguration run = read();
    var sinks = run.sinks(run.data());
    assertEquals(Set.of("parquet", "clickhouse"), sinks.keySet());
    assertEquals(Set.of("clickhouse"), run.enabledSinks());
    assertEquals(new Secret("h:9000"), sinks.get("clickhouse").get(".endpoint"));
  }

  @Test
  void sinksGetTheirProperties() throws Exception {
    config(
        NAMES
            + "sinks: {aggregated: {parquet: {directory: /d}, clickhouse: {endpoint: 'h:9000',"
            + " migrations: {ttl: 2h}}, http: {address: 'http://h/', headers: {X-Site: seven}}}}\n");
    RunConfiguration run = read();
    var sinks = run.sinks(run.data());
    assertEquals(
        Map.of(
            "directory", "/d", "rollSeconds", 60L, "rollBytes", 128L << 20, "compressionLevel", 3L),
        sinks.get("parquet"));
    assertEquals(
        Set.of(
            ".accessToken",
            ".endpoint",
            ".password",
            "authorityFile",
            "batchRows",
            "certificateFile",
            "cluster",
            "compression",
            "database",
            "flushMillis",
            "keyFile",
            "makeTables",
            "quarantineDirectory",
            "timeoutMillis",
            "ttlSeconds",
            "username",
            "workers"),
        sinks.get("clickhouse").keySet());
    assertEquals(
        Set.of(
            ".address",
            ".headers",
            "batchMillis",
            "batchRows",
            "compression",
            "keepAlive",
            "quarantineDirectory",
            "queueRows",
            "timeoutMillis",
            "workers"),
        sinks.get("http").keySet());
    assertEquals(List.of(new Secret("X-Site: seven")), sinks.get("http").get(".headers"));
    assertEquals(7200L, sinks.get("clickhouse").get("ttlSeconds"));
    assertEquals("/d/quarantine", sinks.get("http").get("quarantineDirectory"));
  }

  @Test
  void refusesToRunWithoutASink() throws Exception {
    config(NAMES + "sinks: {aggregated: {enabled: false}}\n");
    String message = assertThrows(CannotRunException.class, this::read).getMessage();
    assertTrue(message.startsWith("no sink is enabled: "), message);
    properties.put("observoor.data", "/e");
    assertEquals("/e", parquet(read()).get("directory"));
    assertEquals(Set.of("parquet"), read().enabledSinks());
    properties.remove("observoor.data");
    properties.put("observoor.command", "check");
    assertEquals("check", read().options().command());
  }

  @Test
  void refusesUnknownSlots() throws IOException {
    config("meta_client_name: a\nmeta_network_name: devnet\nbeacon: {endpoint: 'http://h:1'}\n");
    String message = assertThrows(CannotRunException.class, this::read).getMessage();
    assertTrue(message.startsWith("the slots of network 'devnet' are not known"), message);
  }

  @Test
  void refusesInvalidOptions() throws IOException {
    config(NAMES);
    assertWrongUse("observoor.pid", "12x", "--pid 12x is not a process id");
    assertWrongUse("observoor.duration", "soon", "--duration soon is not a duration");
    assertWrongUse("observoor.duration", "0s", "--duration 0s is not a duration");
    assertWrongUse(
        "observoor.network", "ropsten", "--network ropsten is not known: give one of mainnet");
  }

  @Test
  void errorsNameTheFile() throws IOException {
    config("colour: red\n");
    String message = assertThrows(InvalidConfigurationException.class, this::read).getMessage();
    assertEquals(3, message.lines().count(), message);
    assertTrue(message.lines().allMatch(line -> line.startsWith(directory.toString())), message);
  }

  private void assertWrongUse(String property, String value, String message) {
    properties.put(property, value);
    WrongUseException refusal = assertThrows(WrongUseException.class, this::read);
    properties.remove(property);
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  private void config(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), text);
    properties.put("observoor.config", file.toString());
  }

  private static Map<String, Object> parquet(RunConfiguration run) {
    return run.sinks(run.data()).get("parquet");
  }

  private RunConfiguration read()
      throws InvalidConfigurationException, WrongUseException, CannotRunException {
    Options options =
        Options.read(properties::get, "reference:file:/opt/observoor/bundles/70/agent.jar");
    assertEquals(Path.of("/opt/observoor"), options.home());
    return RunConfiguration.read(options);
  }
}
