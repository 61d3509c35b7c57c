package io.observoor.probes.net;

import static io.observoor.probes.net.PortLabel.CL_BEACON_API;
import static io.observoor.probes.net.PortLabel.CL_DISCOVERY;
import static io.observoor.probes.net.PortLabel.CL_GRPC;
import static io.observoor.probes.net.PortLabel.CL_P2P;
import static io.observoor.probes.net.PortLabel.EL_DISCOVERY;
import static io.observoor.probes.net.PortLabel.EL_ENGINE_API;
import static io.observoor.probes.net.PortLabel.EL_JSON_RPC;
import static io.observoor.probes.net.PortLabel.EL_P2P;
import static io.observoor.probes.net.PortLabel.EL_WS;
import static io.observoor.probes.net.Transport.TCP;
import static io.observoor.probes.net.Transport.UDP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ports of clients, by default and by command line. */
final class PortRulesTest {
  private static final PortRules RULES = PortRules.load();

  private static List<LabeledPort> ports(ClientType client, String... arguments) {
    List<String> commandLine = new ArrayList<>(List.of("/usr/bin/client"));
    commandLine.addAll(List.of(arguments));
    return RULES.ports(client, commandLine);
  }

  private static LabeledPort port(Transport transport, int port, PortLabel label) {
    return new LabeledPort(transport, port, label);
  }

  /** Every flag that the reference agent knows, with its label. */
  static Stream<Arguments> flags() {
    return Stream.of(
        Arguments.of(ClientType.GETH, "--http.port", TCP, EL_JSON_RPC),
        Arguments.of(ClientType.GETH, "--ws.port", TCP, EL_WS),
        Arguments.of(ClientType.GETH, "--authrpc.port", TCP, EL_ENGINE_API),
        Arguments.of(ClientType.GETH, "--port", TCP, EL_P2P),
        Arguments.of(ClientType.GETH, "--discovery.port", UDP, EL_DISCOVERY),
        Arguments.of(ClientType.RETH, "--http.port", TCP, EL_JSON_RPC),
        Arguments.of(ClientType.RETH, "--ws.port", TCP, EL_WS),
        Arguments.of(ClientType.RETH, "--authrpc.port", TCP, EL_ENGINE_API),
        Arguments.of(ClientType.RETH, "--port", TCP, EL_P2P),
        Arguments.of(ClientType.RETH, "--discovery.port", UDP, EL_DISCOVERY),
        Arguments.of(ClientType.RETH, "--discovery.v5.port", UDP, EL_DISCOVERY),
        Arguments.of(ClientType.ERIGON, "--http.port", TCP, EL_JSON_RPC),
        Arguments.of(ClientType.ERIGON, "--ws.port", TCP, EL_WS),
        Arguments.of(ClientType.ERIGON, "--authrpc.port", TCP, EL_ENGINE_API),
        Arguments.of(ClientType.ERIGON, "--port", TCP, EL_P2P),
        Arguments.of(ClientType.ERIGON, "--p2p.port", TCP, EL_P2P),
        Arguments.of(ClientType.BESU, "--rpc-http-port", TCP, EL_JSON_RPC),
        Arguments.of(ClientType.BESU, "--rpc-ws-port", TCP, EL_WS),
        Arguments.of(ClientType.BESU, "--engine-rpc-port", TCP, EL_ENGINE_API),
        Arguments.of(ClientType.BESU, "--p2p-port", TCP, EL_P2P),
        Arguments.of(ClientType.BESU, "--discovery-port", UDP, EL_DISCOVERY),
        Arguments.of(ClientType.NETHERMIND, "--JsonRpc.Port", TCP, EL_JSON_RPC),
        Arguments.of(ClientType.NETHERMIND, "--JsonRpc.EnginePort", TCP, EL_ENGINE_API),
        Arguments.of(ClientType.NETHERMIND, "--Network.P2PPort", TCP, EL_P2P),
        Arguments.of(ClientType.NETHERMIND, "--Network.DiscoveryPort", UDP, EL_DISCOVERY),
        Arguments.of(ClientType.LIGHTHOUSE, "--http-port", TCP, CL_BEACON_API),
        Arguments.of(ClientType.LIGHTHOUSE, "--port", TCP, CL_P2P),
        Arguments.of(ClientType.LIGHTHOUSE, "--discovery-port", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.LIGHTHOUSE, "--quic-port", UDP, CL_P2P),
        Arguments.of(ClientType.PRYSM, "--grpc-gateway-port", TCP, CL_BEACON_API),
        Arguments.of(ClientType.PRYSM, "--rpc-port", TCP, CL_GRPC),
        Arguments.of(ClientType.PRYSM, "--p2p-tcp-port", TCP, CL_P2P),
        Arguments.of(ClientType.PRYSM, "--p2p-udp-port", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.TEKU, "--rest-api-port", TCP, CL_BEACON_API),
        Arguments.of(ClientType.TEKU, "--p2p-port", TCP, CL_P2P),
        Arguments.of(ClientType.TEKU, "--p2p-udp-port", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.LODESTAR, "--rest.port", TCP, CL_BEACON_API),
        Arguments.of(ClientType.LODESTAR, "--port", TCP, CL_P2P),
        Arguments.of(ClientType.LODESTAR, "--discoveryPort", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.NIMBUS, "--rest-port", TCP, CL_BEACON_API),
        Arguments.of(ClientType.NIMBUS, "--tcp-port", TCP, CL_P2P),
        Arguments.of(ClientType.NIMBUS, "--udp-port", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.GRANDINE, "--http-port", TCP, CL_BEACON_API),
        Arguments.of(ClientType.GRANDINE, "--libp2p-port", TCP, CL_P2P),
        Arguments.of(ClientType.GRANDINE, "--libp2p-port-ipv6", TCP, CL_P2P),
        Arguments.of(ClientType.GRANDINE, "--discovery-port", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.GRANDINE, "--discovery-port-ipv6", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.GRANDINE, "--enr-tcp-port", TCP, CL_P2P),
        Arguments.of(ClientType.GRANDINE, "--enr-tcp-port-ipv6", TCP, CL_P2P),
        Arguments.of(ClientType.GRANDINE, "--enr-udp-port", UDP, CL_DISCOVERY),
        Arguments.of(ClientType.GRANDINE, "--enr-udp-port-ipv6", UDP, CL_DISCOVERY));
  }

  @ParameterizedTest
  @MethodSource("flags")
  void aFlagNamesAPort(ClientType client, String flag, Transport transport, PortLabel label) {
    LabeledPort wanted = port(transport, 12345, label);
    assertTrue(ports(client, flag, "12345").contains(wanted));
    assertTrue(ports(client, flag + "=12345").contains(wanted));
    assertTrue(ports(client, "run", "--datadir", "/port", flag + "=12345", "--x").contains(wanted));
  }

  @ParameterizedTest
  @EnumSource(names = {"GETH", "RETH", "ERIGON", "BESU", "NETHERMIND"})
  void executionClientsListenForPeersOn30303(ClientType client) {
    List<LabeledPort> ports = RULES.defaults(client);
    assertTrue(ports.contains(port(TCP, 30303, EL_P2P)));
    assertTrue(ports.contains(port(UDP, 30303, EL_DISCOVERY)));
    assertTrue(ports.contains(port(TCP, 8545, EL_JSON_RPC)));
    assertTrue(ports.contains(port(TCP, 8551, EL_ENGINE_API)));
  }

  @Test
  void labelsOfOnePortDifferByTransport() {
    assertEquals(
        Set.of(
            port(TCP, 5052, CL_BEACON_API),
            port(TCP, 9000, CL_P2P),
            port(UDP, 9000, CL_DISCOVERY),
            port(UDP, 9001, CL_P2P)),
        Set.copyOf(RULES.defaults(ClientType.LIGHTHOUSE)));
  }

  @Test
  void aFlagReplacesItsDefaultOnly() {
    assertEquals(
        Set.of(
            port(TCP, 18545, EL_JSON_RPC),
            port(TCP, 8546, EL_WS),
            port(TCP, 8551, EL_ENGINE_API),
            port(TCP, 30303, EL_P2P),
            port(UDP, 30303, EL_DISCOVERY)),
        Set.copyOf(ports(ClientType.GETH, "--http.port", "18545")));
  }

  @Test
  void discoveryUsesThePortForPeersWithoutItsOwnFlag() {
    assertTrue(ports(ClientType.GETH, "--port", "30311").contains(port(UDP, 30311, EL_DISCOVERY)));
    assertTrue(
        ports(ClientType.GETH, "--port", "30311", "--discovery.port=30312")
            .contains(port(UDP, 30312, EL_DISCOVERY)));
    List<LabeledPort> lighthouse = ports(ClientType.LIGHTHOUSE, "--port=9100");
    assertTrue(lighthouse.contains(port(UDP, 9100, CL_DISCOVERY)));
    assertTrue(lighthouse.contains(port(UDP, 9101, CL_P2P)));
  }

  @Test
  void aCommandLineWithoutPortFlagsHasNoPorts() {
    assertEquals(List.of(), ports(ClientType.GETH, "--http", "--datadir", "/port=1"));
    assertEquals(List.of(), ports(ClientType.GETH));
    assertEquals(List.of(), RULES.ports(ClientType.GETH, List.of()));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void ignoresInvalidPorts(List<String> arguments) {
    assertEquals(List.of(), RULES.ports(ClientType.GETH, arguments));
  }

  static Stream<List<String>> invalid() {
    return Stream.of(
        List.of("geth", "--http.port"),
        List.of("geth", "--http.port="),
        List.of("geth", "--http.port", "--ws"),
        List.of("geth", "--http.port=0"),
        List.of("geth", "--http.port=65536"),
        List.of("geth", "--http.port=99999999999"),
        List.of("geth", "--http.port=-1"),
        List.of("geth", "--http.ports=18545"),
        List.of("geth", "http.port=18545"));
  }

  @Test
  void acceptsAnyDashesCaseAndSeparator() {
    LabeledPort wanted = port(TCP, 18545, EL_JSON_RPC);
    assertTrue(ports(ClientType.GETH, "-http.port", "18545").contains(wanted));
    assertTrue(ports(ClientType.NETHERMIND, "--jsonrpc.port=18545").contains(wanted));
    assertTrue(ports(ClientType.NIMBUS, "--tcp-port:9100").contains(port(TCP, 9100, CL_P2P)));
  }

  @Test
  void theLastOfRepeatedFlagsCounts() {
    List<LabeledPort> ports =
        ports(ClientType.GETH, "--http.port", "18545", "--http.port", "18546");
    assertTrue(ports.contains(port(TCP, 18546, EL_JSON_RPC)));
    assertTrue(ports.stream().noneMatch(port -> port.port() == 18545));
  }

  @Test
  void searchesTheCommandLineOfAnUnknownClient() {
    assertEquals(
        List.of(port(TCP, 7551, EL_ENGINE_API)), ports(ClientType.UNKNOWN, "--authrpc.port=7551"));
    assertEquals(
        List.of(port(TCP, 7545, EL_JSON_RPC)), ports(ClientType.ETHREX, "--http.port", "7545"));
    assertEquals(List.of(port(UDP, 9100, CL_P2P)), ports(ClientType.UNKNOWN, "--quic-port:9100"));
  }

  @Test
  void aFlagWithDifferentUsesHasNoLabel() {
    assertEquals(List.of(), ports(ClientType.UNKNOWN, "--port", "7000", "--listen-port=7001"));
    assertEquals(List.of(), ports(ClientType.UNKNOWN, "--http.port", "99999"));
  }

  @Test
  void rejectsInvalidRules() {
    assertThrows(IllegalArgumentException.class, () -> PortRule.parse("geth el_ws tcp 8546"));
    assertThrows(
        IllegalArgumentException.class, () -> PortRule.parse("gath el_ws tcp 8546 --ws.port"));
  }
}
