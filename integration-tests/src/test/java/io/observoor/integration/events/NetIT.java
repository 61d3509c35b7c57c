package io.observoor.integration.events;

import static io.observoor.integration.events.NetConnections.ANSWER;
import static io.observoor.integration.events.NetConnections.ANSWERS;
import static io.observoor.integration.events.NetConnections.CONNECTIONS;
import static io.observoor.integration.events.NetConnections.GREETING;
import static io.observoor.integration.events.NetConnections.REFUSED;
import static io.observoor.integration.events.NetConnections.REQUEST;
import static io.observoor.integration.events.NetConnections.REQUESTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.integration.Requirements;
import io.observoor.integration.events.NetRows.Total;
import io.observoor.integration.events.NetWorker.Info;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Prime numbers of bytes, connections and retransmissions by workers in network namespaces of their
 * own; the rows against the results of their calls and TCP_INFO.
 */
final class NetIT {
  @TempDir static Path directory;

  private static NetScenario scenario;
  private static boolean allSockets;
  private static NetRows rows;

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    try {
      scenario = new NetScenario(directory);
      try (NetAgent agent = NetAgent.start(directory, NetScenario.NAMES)) {
        allSockets = agent.seesAllSockets();
        scenario.work(agent);
        agent.stop();
      }
      rows = new NetRows(directory.resolve("data"));
    } catch (Exception | Error e) {
      cleanUp();
      throw e;
    }
  }

  @AfterAll
  static void cleanUp() throws Exception {
    if (scenario != null) {
      scenario.close();
    }
    if (rows != null) {
      rows.close();
    }
  }

  // bytes of each call

  @ParameterizedTest
  @MethodSource("io.observoor.integration.events.NetScenario#tcpSends")
  void tcpSendsBy(String call) throws Exception {
    NetWork work = scenario.outcome("tcp send " + call, NetWork.class);
    // the kernel chooses the pieces of a file or a pipe
    checkMoved(work, !call.equals("sendfile") && !call.equals("splice"), true);
  }

  @ParameterizedTest
  @MethodSource("io.observoor.integration.events.NetScenario#tcpReceives")
  void tcpReceivesBy(String call) throws Exception {
    assumeTrue(
        !call.equals("zerocopy") || !System.getProperty("os.version").startsWith("5.10."),
        "TCP_ZEROCOPY_RECEIVE of Linux 5.10 wants the socket mapped even to fill a copy buffer");
    NetWork work = scenario.outcome("tcp receive " + call, NetWork.class);
    checkMoved(work, true, !call.equals("splice") && !call.equals("zerocopy"));
  }

  @ParameterizedTest
  @MethodSource("io.observoor.integration.events.NetScenario#udpSends")
  void udpSendsBy(String call) throws Exception {
    NetWork work = scenario.outcome("udp send " + call, NetWork.class);
    checkMoved(work, true, true);
  }

  @ParameterizedTest
  @MethodSource("io.observoor.integration.events.NetScenario#udpReceives")
  void udpReceivesBy(String call) throws Exception {
    NetWork work = scenario.outcome("udp receive " + call, NetWork.class);
    checkMoved(work, true, true);
  }

  @Test
  void multipathTcp() throws Exception {
    assumeTrue(allSockets, "multipath TCP needs the tracepoints of Linux 6.3");
    NetWork work = scenario.outcome("multipath", NetWork.class);
    checkMoved(work, true, true);
  }

  private static void checkMoved(NetWork work, boolean sends, boolean receives) throws Exception {
    Total sent = rows.moved(work.worker().pid(), "tx");
    Total received = rows.moved(work.worker().pid(), "rx");
    assertEquals(work.sent(), sent.sum(), "bytes sent");
    assertEquals(work.received(), received.sum(), "bytes received");
    if (sends) {
      assertEquals(work.sends(), sent.count(), "sends");
    }
    if (receives) {
      assertEquals(work.receives(), received.count(), "receives");
    }
  }

  @Test
  void unixSocketsHaveNoRows() throws Exception {
    assertNotEquals(0L, scenario.outcome("unix", Long.class));
    assertEquals(0, rows.rows(scenario.pid("unix")));
  }

  // two tracked processes and untracked ones between them

  @Test
  void bytesOfServerAndClient() throws Exception {
    scenario.done("server");
    assertEquals(CONNECTIONS * ANSWERS * ANSWER, rows.moved(scenario.pid("server"), "tx").sum());
    assertEquals(
        CONNECTIONS * REQUESTS * REQUEST + GREETING,
        rows.moved(scenario.pid("server"), "rx").sum());
    assertEquals(
        CONNECTIONS * REQUESTS * REQUEST + GREETING,
        rows.moved(scenario.pid("client"), "tx").sum());
    assertEquals(CONNECTIONS * ANSWERS * ANSWER, rows.moved(scenario.pid("client"), "rx").sum());
  }

  @Test
  void statesOfServerAndClient() throws Exception {
    scenario.done("server");
    // CLOSE_WAIT and LAST_ACK besides opening and closing; the listener opens and closes
    assertEquals(
        new Total(0, 2 + (CONNECTIONS + 1) * 5),
        rows.total("tcp_state_change", scenario.pid("server")));
    // SYN_SENT, ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE
    assertEquals(
        new Total(0, (CONNECTIONS + 1) * 5),
        rows.total("tcp_state_change", scenario.pid("client")));
  }

  @Test
  void untrackedProcessesHaveNoRows() throws Exception {
    scenario.done("server");
    scenario.done("losing bystander");
    for (String role : scenario.untracked()) {
      assertEquals(0, rows.rows(scenario.pid(role)), role);
    }
  }

  // states of connections

  @Test
  void refusedConnections() throws Exception {
    scenario.done("caller");
    // the listener opened and closed; SYN_SENT and CLOSE for each connect
    assertEquals(
        new Total(0, 2 + REFUSED * 2), rows.total("tcp_state_change", scenario.pid("caller")));
  }

  @Test
  void connectionsClosedByAnExit() throws Exception {
    scenario.done("exiting");
    assertEquals(new Total(0, 2 + 5 + 5), rows.total("tcp_state_change", scenario.pid("exiting")));
  }

  @Test
  void olderConnectionsAreOwnedFromTheirFirstUse() throws Exception {
    scenario.done("older");
    assertEquals(new Total(31, 1), rows.moved(scenario.pid("older"), "tx"));
    assertEquals(new Total(31, 1), rows.moved(scenario.pid("older"), "rx"));
    // FIN_WAIT1, FIN_WAIT2, CLOSE; CLOSE_WAIT, LAST_ACK, CLOSE
    assertEquals(new Total(0, 6), rows.total("tcp_state_change", scenario.pid("older")));
  }

  // levels and retransmissions

  @Test
  void roundTripTimeAndCongestionWindowAreTheSockets() throws Exception {
    Info info = scenario.outcome("level", Info.class);
    assertEquals(new Total(info.rtt(), 1), rows.total("tcp_rtt", scenario.pid("level")));
    assertEquals(new Total(info.window(), 1), rows.total("tcp_cwnd", scenario.pid("level")));
  }

  @Test
  void retransmissionsAreTheSockets() throws Exception {
    Info info = scenario.outcome("loser", Info.class);
    assertEquals(
        new Total(info.retransmittedBytes(), info.retransmits()),
        rows.total("tcp_retransmit", scenario.pid("loser")));
  }

  // labels of ports

  @Test
  void portsFromACommandLine() throws Exception {
    scenario.done("geth");
    assertEquals(
        Map.of(
            "el_json_rpc rx", 101L,
            "unknown rx", 211L + 701L,
            "el_ws rx", 307L,
            "el_engine_api rx", 401L,
            "el_p2p rx", 503L,
            "el_discovery rx", 601L,
            "el_p2p tx", 809L),
        rows.bytesByLabel(scenario.pid("geth")));
  }

  @Test
  void defaultPortsOfAClient() throws Exception {
    scenario.done("lighthouse");
    assertEquals(
        Map.of(
            "cl_beacon_api rx", 101L,
            "cl_p2p rx", 211L + 401L,
            "cl_discovery rx", 307L,
            "unknown tx", 503L),
        rows.bytesByLabel(scenario.pid("lighthouse")));
  }

  @Test
  void portsFromAnUnknownClientsCommandLine() throws Exception {
    scenario.done("other");
    assertEquals(
        Map.of("el_engine_api rx", 101L, "unknown rx", 211L + 307L),
        rows.bytesByLabel(scenario.pid("other")));
  }

  @Test
  void noLosses() throws Exception {
    assertEquals(List.of(), rows.losses());
  }
}
