package io.observoor.agent.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.configuration.InvalidConfigurationException;
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

/** How the command line and a file become a plan. */
class PlanTest {
  private static final String NAMES = "meta_client_name: a\nmeta_network_name: hoodi\n";

  @TempDir private Path directory;
  private final Map<String, String> properties = new HashMap<>();

  @Test
  void takesTheFile() throws Exception {
    config(NAMES + "spool: {directory: /s}\nsinks: {aggregated: {parquet: {directory: /d}}}\n");
    Plan plan = plan();
    assertEquals(Path.of("/d"), plan.data());
    assertEquals(Path.of("/s"), plan.spool());
    assertEquals("hoodi", plan.network());
    assertEquals(NetworkPreset.HOODI.clock(), plan.slots());
    assertTrue(plan.rules().names().contains("geth"));
    assertEquals(Duration.ofMinutes(1), plan.parquet().rollInterval());
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
    Plan plan = plan();
    assertEquals(Path.of("/e"), plan.data());
    assertEquals(Path.of("/e/spool"), plan.spool());
    assertEquals(NetworkPreset.GNOSIS.clock(), plan.slots());
    assertEquals("hoodi", plan.network(), "the name in the rows is the file's");
    assertEquals(List.of("geth", "besu"), plan.rules().names());
    assertEquals(Duration.ofSeconds(90), plan.options().duration().orElseThrow());
    assertEquals(Duration.ofSeconds(5), plan.parquet().rollInterval());
  }

  @Test
  void aPidAloneTracksNothingElse() throws Exception {
    config(NAMES);
    properties.put("observoor.pid", "12,34");
    Plan plan = plan();
    assertEquals(List.of(12, 34), plan.options().pids());
    assertEquals(List.of(), plan.rules().names());
  }

  @Test
  void whatTheFileDescribesButDoesNotEnableStandsBy() throws Exception {
    config(NAMES + "sinks: {aggregated: {clickhouse: {enabled: true, endpoint: 'h:9000'}}}\n");
    Plan plan = plan();
    var sinks = SinkConfigurations.of(plan, plan.sinks());
    assertEquals(Set.of("parquet", "clickhouse"), sinks.keySet());
    assertEquals(false, sinks.get("parquet").get("enabled"));
    assertEquals(true, sinks.get("clickhouse").get("enabled"));
    assertEquals("h:9000", sinks.get("clickhouse").get(".endpoint"));
  }

  @Test
  void refusesToRunForNothing() throws Exception {
    config(NAMES + "sinks: {aggregated: {enabled: false}}\n");
    String message = assertThrows(CannotRunException.class, this::plan).getMessage();
    assertTrue(message.startsWith("no sink is enabled: "), message);
    properties.put("observoor.data", "/e");
    assertEquals(Path.of("/e"), plan().parquet().directory());
    assertEquals(Set.of("parquet"), plan().sinks());
    properties.remove("observoor.data");
    properties.put("observoor.command", "check");
    assertEquals("check", plan().options().command());
  }

  @Test
  void refusesSlotsThatItCannotKnow() throws IOException {
    config("meta_client_name: a\nmeta_network_name: devnet\nbeacon: {endpoint: 'http://h:1'}\n");
    String message = assertThrows(CannotRunException.class, this::plan).getMessage();
    assertTrue(message.startsWith("the slots of network 'devnet' are not known"), message);
  }

  @Test
  void refusesOptionsThatMeanNothing() throws IOException {
    config(NAMES);
    assertWrongUse("observoor.pid", "12x", "--pid 12x is no process id");
    assertWrongUse("observoor.duration", "soon", "--duration soon is no duration");
    assertWrongUse("observoor.duration", "0s", "--duration 0s is no duration");
    assertWrongUse(
        "observoor.network", "ropsten", "--network ropsten is not known: give one of mainnet");
  }

  @Test
  void namesTheFileInARefusal() throws IOException {
    config("colour: red\n");
    String message = assertThrows(InvalidConfigurationException.class, this::plan).getMessage();
    assertEquals(3, message.lines().count(), message);
    assertTrue(message.lines().allMatch(line -> line.startsWith(directory.toString())), message);
  }

  private void assertWrongUse(String property, String value, String message) {
    properties.put(property, value);
    WrongUseException refusal = assertThrows(WrongUseException.class, this::plan);
    properties.remove(property);
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  private void config(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), text);
    properties.put("observoor.config", file.toString());
  }

  private Plan plan() throws InvalidConfigurationException, WrongUseException, CannotRunException {
    Options options =
        Options.read(properties::get, "reference:file:/opt/observoor/bundles/70/agent.jar");
    assertEquals(Path.of("/opt/observoor"), options.home());
    return Plan.make(options);
  }
}
