package io.observoor.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.ClientType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingRulesTest {
  private final TrackingRules known = TrackingRules.knownClients();

  @ParameterizedTest
  @CsvSource({
    "geth, geth, GETH",
    "geth-binary, geth, GETH",
    "lighthouse, lighthouse bn, LIGHTHOUSE",
    "lighthouse-bina, lighthouse-binary bn, LIGHTHOUSE",
    "beacon-chain, x, PRYSM",
    "validator, x, PRYSM",
    "nimbus_beacon_n, x, NIMBUS",
    "java, java -jar /opt/teku/lib/teku.jar, TEKU",
    "java, java -cp /opt/Besu/lib org.hyperledger.Main, BESU",
    "java, java -jar besu.jar --teku-like, TEKU",
    "dotnet, dotnet nethermind.dll, NETHERMIND",
    "node, node ./lodestar beacon, LODESTAR",
    "MainThread, node --max-old-space-size=8192 /usr/app/packages/cli/bin/lodestar, LODESTAR",
  })
  void recognizesClients(String comm, String commandLine, ClientType client) {
    assertEquals(Optional.of(client), known.match(comm, () -> commandLine));
  }

  @ParameterizedTest
  @CsvSource({
    "java, java -jar observoor-launcher.jar run",
    "node, node server.js",
    "bash, bash -c geth",
    "geth2, geth2",
    "mygeth, mygeth",
  })
  void ignoresOtherProcesses(String comm, String commandLine) {
    assertEquals(Optional.empty(), known.match(comm, () -> commandLine));
  }

  @Test
  void tracksEveryProcessOfAChosenName() {
    TrackingRules named = TrackingRules.of(List.of("java", "nimbus_beacon_node", "demo-client"));
    assertEquals(Optional.of(ClientType.UNKNOWN), named.match("java", () -> "java -jar x.jar"));
    assertEquals(Optional.of(ClientType.NIMBUS), named.match("nimbus_beacon_n", () -> ""));
    assertEquals(Optional.of(ClientType.UNKNOWN), named.match("demo-client", () -> "demo-client"));
    assertEquals(Optional.empty(), named.match("geth", () -> "geth"));
  }

  @Test
  void takesTheFirstKnownNameInACommandLine() {
    assertEquals(ClientType.BESU, Clients.byCommandLine("java reth geth BESU"));
    assertEquals(ClientType.PRYSM, Clients.byCommandLine("/usr/bin/Beacon-Chain"));
    assertEquals(ClientType.UNKNOWN, Clients.byCommandLine("java --together -jar x.jar"));
    assertEquals(ClientType.GETH, Clients.byCommandLine("java together go-geth"));
    assertEquals(ClientType.UNKNOWN, Clients.byCommandLine("java -version"));
  }
}
