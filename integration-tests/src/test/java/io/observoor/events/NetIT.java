package io.observoor.events;

import static io.observoor.events.NetConnections.ANSWER;
import static io.observoor.events.NetConnections.ANSWERS;
import static io.observoor.events.NetConnections.CONNECTIONS;
import static io.observoor.events.NetConnections.GREETING;
import static io.observoor.events.NetConnections.REFUSED;
import static io.observoor.events.NetConnections.REQUEST;
import static io.observoor.events.NetConnections.REQUESTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.events.NetRows.Total;
import io.observoor.events.NetWorker.Info;
import io.observoor.integration.Requirements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Prime amounts of bytes, connections and retransmissions by workers, each in a network of its own;
 * the rows against what their calls returned and what the kernel says of their sockets.
 */
final class NetIT {
  private static final String TRACKED = "network";
  private static final String UNTRACKED = "bystander";

  @TempDir static Path directory;

  private static final Map<String, NetWorker> WORKERS = new HashMap<>();
  private static final Map<String, Outcome<?>> OUTCOMES = new HashMap<>();
  private static boolean allSockets;
  private static NetRows rows;

  /** What came of a part of the work; a failure is that part's test's. */
  private record Outcome<T>(T value, Throwable failure) {
    static <T> Outcome<T> of(Callable<T> work) {
      try {
        return new Outcome<>(work.call(), null);
      } catch (Exception | Error e) {
        return new Outcome<>(null, e);
      }
    }
  }

  static List<String> tcpSends() {
    return List.of(
        "write",
        "writev",
        "send",
        "sendmsg",
        "sendmmsg",
        "sendfile",
        "splice",
        "uring",
        "uring-worker",
        "uring-polled");
  }

  static List<String> tcpReceives() {
    return List.of(
        "read",
        "readv",
        "recv",
        "recvmsg",
        "recvmmsg",
        "peek",
        "discard",
        "splice",
        "zerocopy",
        "uring",
        "uring-worker",
        "uring-polled");
  }

  static List<String> udpSends() {
    return List.of(
        "write",
        "writev",
        "send",
        "sendto",
        "sendmsg",
        "sendmmsg",
        "splice",
        "uring",
        "uring-worker",
        "uring-polled");
  }

  static List<String> udpReceives() {
    return List.of(
        "read",
        "readv",
        "recv",
        "recvmsg",
        "recvmmsg",
        "peek",
        "splice",
        "uring",
        "uring-worker",
        "uring-polled");
  }

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    try {
      startWorkers();
      try (NetAgent agent = NetAgent.start(directory, List.of(TRACKED, "geth", "lighthouse"))) {
        allSockets = agent.seesAllSockets();
        work(agent);
        agent.stop();
      }
      rows = new NetRows(directory.resolve("data"));
    } catch (Exception | Error e) {
      cleanUp();
      throw e;
    }
  }

  private static void startWorkers() throws Exception {
    for (String call : tcpSends()) {
      start("tcp send " + call, TRACKED);
    }
    for (String call : tcpReceives()) {
      start("tcp receive " + call, TRACKED);
    }
    for (String call : udpSends()) {
      start("udp send " + call, TRACKED);
    }
    for (String call : udpReceives()) {
      start("udp receive " + call, TRACKED);
    }
    for (String name : List.of("multipath", "unix", "level", "loser", "caller", "exiting")) {
      start(name, TRACKED);
    }
    start("server", TRACKED);
    start("client", TRACKED).beside(worker("server"));
    start("listening bystander", UNTRACKED).beside(worker("server"));
    start("calling bystander", UNTRACKED).beside(worker("server"));
    start("older", UNTRACKED);
    start("losing bystander", UNTRACKED);
    start("geth", "geth", "--http.port", "18545", "--port=30311");
    start("geth's peer", UNTRACKED).beside(worker("geth"));
    start("lighthouse", "lighthouse", "bn", "--http");
    start("lighthouse's peer", UNTRACKED).beside(worker("lighthouse"));
    start("other", TRACKED, "--authrpc.port=7551", "--listen-port", "7552");
    start("other's peer", UNTRACKED).beside(worker("other"));
  }

  private static NetWorker start(String role, String name, String... arguments) throws Exception {
    NetWorker worker = NetWorker.start(directory, name, arguments);
    WORKERS.put(role, worker);
    return worker;
  }

  private static NetWorker worker(String role) {
    return WORKERS.get(role);
  }

  private static void work(NetAgent agent) throws Exception {
    worker("older").connection(0, "inet");
    worker("older").ask("name", TRACKED);
    for (Map.Entry<String, NetWorker> worker : WORKERS.entrySet()) {
      if (!worker.getKey().contains("bystander") && !worker.getKey().endsWith("peer")) {
        agent.awaitTracking(worker.getValue());
      }
    }
    for (String call : tcpSends()) {
      run("tcp send " + call, worker -> NetWork.tcp(worker, call, "recv"));
    }
    for (String call : tcpReceives()) {
      run("tcp receive " + call, worker -> NetWork.tcp(worker, "send", call));
    }
    for (String call : udpSends()) {
      run("udp send " + call, worker -> NetWork.udp(worker, call, "recv"));
    }
    for (String call : udpReceives()) {
      run("udp receive " + call, worker -> NetWork.udp(worker, "send", call));
    }
    run("multipath", NetWork::multipath);
    run("unix", worker -> worker.number("unix", 17, 1013));
    run("level", NetConnections::levels);
    run("loser", NetConnections::lose);
    run("losing bystander", NetConnections::lose);
    run("caller", NetConnections::refused);
    run("exiting", NetConnections::exit);
    run("older", NetConnections::goOn);
    run(
        "server",
        server ->
            NetConnections.serve(
                server,
                worker("client"),
                worker("listening bystander"),
                worker("calling bystander")));
    run("geth", worker -> NetPorts.geth(worker, worker("geth's peer")));
    run("lighthouse", worker -> NetPorts.lighthouse(worker, worker("lighthouse's peer")));
    run("other", worker -> NetPorts.other(worker, worker("other's peer")));
  }

  /** A part of the work by the worker of this role. */
  private interface Part<T> {
    T of(NetWorker worker) throws Exception;
  }

  private static <T> void run(String role, Part<T> part) {
    OUTCOMES.put(role, Outcome.of(() -> part.of(worker(role))));
  }

  /** What came of a part of the work; throws what it threw. */
  private static <T> T outcome(String role, Class<T> type) throws Exception {
    Outcome<?> outcome = OUTCOMES.get(role);
    if (outcome.failure() instanceof Exception e) {
      throw e;
    }
    if (outcome.failure() instanceof Error e) {
      throw e;
    }
    return type.cast(outcome.value());
  }

  private static void done(String role) throws Exception {
    outcome(role, Object.class);
  }

  private static long pid(String role) {
    return worker(role).pid();
  }

  @AfterAll
  static void cleanUp() throws Exception {
    for (NetWorker worker : WORKERS.values()) {
      worker.close();
    }
    if (rows != null) {
      rows.close();
    }
  }

  // What each call moves.

  @ParameterizedTest
  @MethodSource("tcpSends")
  void tcpSendsBy(String call) throws Exception {
    NetWork work = outcome("tcp send " + call, NetWork.class);
    // how many pieces a file or a pipe goes in is the kernel's affair
    checkMoved(work, !call.equals("sendfile") && !call.equals("splice"), true);
  }

  @ParameterizedTest
  @MethodSource("tcpReceives")
  void tcpReceivesBy(String call) throws Exception {
    NetWork work = outcome("tcp receive " + call, NetWork.class);
    checkMoved(work, true, !call.equals("splice") && !call.equals("zerocopy"));
  }

  @ParameterizedTest
  @MethodSource("udpSends")
  void udpSendsBy(String call) throws Exception {
    NetWork work = outcome("udp send " + call, NetWork.class);
    checkMoved(work, true, true);
  }

  @ParameterizedTest
  @MethodSource("udpReceives")
  void udpReceivesBy(String call) throws Exception {
    NetWork work = outcome("udp receive " + call, NetWork.class);
    checkMoved(work, true, true);
  }

  @Test
  void multipathTcp() throws Exception {
    NetWork work = outcome("multipath", NetWork.class);
    assumeTrue(allSockets, "multipath TCP needs the tracepoints of Linux 6.3");
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
  void unixSocketsAreNoNetwork() throws Exception {
    assertNotEquals(0, outcome("unix", Long.class));
    assertEquals(0, rows.rows(pid("unix")));
  }

  // Two processes at once, and strangers between them.

  @Test
  void aServerAndAClientGetTheirOwnBytes() throws Exception {
    done("server");
    assertEquals(CONNECTIONS * ANSWERS * ANSWER, rows.moved(pid("server"), "tx").sum());
    assertEquals(
        CONNECTIONS * REQUESTS * REQUEST + GREETING, rows.moved(pid("server"), "rx").sum());
    assertEquals(
        CONNECTIONS * REQUESTS * REQUEST + GREETING, rows.moved(pid("client"), "tx").sum());
    assertEquals(CONNECTIONS * ANSWERS * ANSWER, rows.moved(pid("client"), "rx").sum());
  }

  @Test
  void aServerAndAClientGetTheirOwnStates() throws Exception {
    done("server");
    // CLOSE_WAIT and LAST_ACK between those that open and close; the listener opens and closes
    assertEquals(
        new Total(0, 2 + (CONNECTIONS + 1) * 5), rows.total("tcp_state_change", pid("server")));
    // SYN_SENT, ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE
    assertEquals(
        new Total(0, (CONNECTIONS + 1) * 5), rows.total("tcp_state_change", pid("client")));
  }

  @Test
  void nothingOfUntrackedProcesses() throws Exception {
    done("server");
    done("losing bystander");
    for (String role : WORKERS.keySet()) {
      if (role.contains("bystander") || role.endsWith("peer")) {
        assertEquals(0, rows.rows(pid(role)), role);
      }
    }
  }

  // The life of connections.

  @Test
  void refusedConnections() throws Exception {
    done("caller");
    // the listener opened and closed; SYN_SENT and CLOSE for each connect
    assertEquals(new Total(0, 2 + REFUSED * 2), rows.total("tcp_state_change", pid("caller")));
  }

  @Test
  void connectionsThatAnExitCloses() throws Exception {
    done("exiting");
    assertEquals(new Total(0, 2 + 5 + 5), rows.total("tcp_state_change", pid("exiting")));
  }

  @Test
  void connectionsOlderThanTheirTrackingAreOwnedFromTheirFirstUseOn() throws Exception {
    done("older");
    assertEquals(new Total(31, 1), rows.moved(pid("older"), "tx"));
    assertEquals(new Total(31, 1), rows.moved(pid("older"), "rx"));
    // FIN_WAIT1, FIN_WAIT2, CLOSE; CLOSE_WAIT, LAST_ACK, CLOSE
    assertEquals(new Total(0, 6), rows.total("tcp_state_change", pid("older")));
  }

  // Levels and retransmissions.

  @Test
  void roundTripTimeAndCongestionWindowAreTheSocketsOwn() throws Exception {
    Info info = outcome("level", Info.class);
    assertEquals(new Total(info.rtt(), 1), rows.total("tcp_rtt", pid("level")));
    assertEquals(new Total(info.window(), 1), rows.total("tcp_cwnd", pid("level")));
  }

  @Test
  void retransmissionsAreThoseThatTheSocketsCount() throws Exception {
    Info info = outcome("loser", Info.class);
    assertEquals(
        new Total(info.retransmittedBytes(), info.retransmits()),
        rows.total("tcp_retransmit", pid("loser")));
  }

  // What ports are for.

  @Test
  void portsOfACommandLine() throws Exception {
    done("geth");
    assertEquals(
        Map.of(
            "el_json_rpc rx", 101L,
            "unknown rx", 211L + 701L,
            "el_ws rx", 307L,
            "el_engine_api rx", 401L,
            "el_p2p rx", 503L,
            "el_discovery rx", 601L,
            "el_p2p tx", 809L),
        rows.bytesByLabel(pid("geth")));
  }

  @Test
  void portsOfAClientsDefaults() throws Exception {
    done("lighthouse");
    assertEquals(
        Map.of(
            "cl_beacon_api rx", 101L,
            "cl_p2p rx", 211L + 401L,
            "cl_discovery rx", 307L,
            "unknown tx", 503L),
        rows.bytesByLabel(pid("lighthouse")));
  }

  @Test
  void portsThatAnUnknownClientNames() throws Exception {
    done("other");
    assertEquals(
        Map.of("el_engine_api rx", 101L, "unknown rx", 211L + 307L),
        rows.bytesByLabel(pid("other")));
  }

  @Test
  void nothingWasLost() throws Exception {
    assertEquals(new ArrayList<>(), rows.losses());
  }
}
