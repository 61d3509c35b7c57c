package io.observoor.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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

  /** What a server process and a client process do with each other. */
  private static final int CONNECTIONS = 7;

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
    run("level", NetIT::levels);
    run("loser", NetIT::lose);
    run("losing bystander", NetIT::lose);
    run("caller", NetIT::refused);
    run("exiting", NetIT::exit);
    run("older", NetIT::goOn);
    run("server", NetIT::serve);
    run("geth", NetIT::geth);
    run("lighthouse", NetIT::lighthouse);
    run("other", NetIT::other);
  }

  /** A part of the work by the worker of this role. */
  private interface Part<T> {
    T of(NetWorker worker) throws Exception;
  }

  private static <T> void run(String role, Part<T> part) {
    OUTCOMES.put(role, Outcome.of(() -> part.of(worker(role))));
  }

  @SuppressWarnings("unchecked")
  private static <T> T outcome(String role) throws Exception {
    Outcome<?> outcome = OUTCOMES.get(role);
    switch (outcome.failure()) {
      case null -> {
        return (T) outcome.value();
      }
      case Exception e -> throw e;
      case Throwable e -> throw (Error) e;
    }
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
    NetWork work = outcome("tcp send " + call);
    // how many pieces a file or a pipe goes in is the kernel's affair
    checkMoved(work, !call.equals("sendfile") && !call.equals("splice"), true);
  }

  @ParameterizedTest
  @MethodSource("tcpReceives")
  void tcpReceivesBy(String call) throws Exception {
    NetWork work = outcome("tcp receive " + call);
    checkMoved(work, true, !call.equals("splice") && !call.equals("zerocopy"));
  }

  @ParameterizedTest
  @MethodSource("udpSends")
  void udpSendsBy(String call) throws Exception {
    NetWork work = outcome("udp send " + call);
    checkMoved(work, true, true);
  }

  @ParameterizedTest
  @MethodSource("udpReceives")
  void udpReceivesBy(String call) throws Exception {
    NetWork work = outcome("udp receive " + call);
    checkMoved(work, true, true);
  }

  @Test
  void multipathTcp() throws Exception {
    NetWork work = outcome("multipath");
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
    assertNotEquals(0, (long) NetIT.<Long>outcome("unix"));
    assertEquals(0, rows.rows(pid("unix")));
  }

  // Two processes at once, and strangers between them.

  private static final int REQUEST = 101;
  private static final int ANSWER = 4099;

  private static Boolean serve(NetWorker server) throws Exception {
    NetWorker client = worker("client");
    NetWorker listening = worker("listening bystander");
    NetWorker calling = worker("calling bystander");
    long port = server.number("listen", 0, "inet6", 0);
    long strangePort = listening.number("listen", 0, "inet", 0);
    for (int i = 0; i < CONNECTIONS; i++) {
      client.ask("connect", 1, "mapped", port);
      server.ask("accept", 1, 0);
      client.begin("send", 1, "send", 3, REQUEST);
      server.begin("receive", 1, "recv", 3, 3 * REQUEST);
      client.end();
      server.end();
      server.begin("send", 1, "write", 5, ANSWER);
      client.begin("receive", 1, "read", 5, 5 * ANSWER);
      server.end();
      client.end();
      exchange(calling, listening, strangePort, 2);
      client.ask("close", 1);
      server.ask("drain", 1);
      server.ask("close", 1);
    }
    // one end of a stranger's each
    exchange(calling, server, port, 3);
    exchange(client, listening, strangePort, 4);
    server.ask("close", 0);
    return true;
  }

  /** One end sends to the other, closes, and the other does. */
  private static void exchange(NetWorker from, NetWorker to, long port, int slot) throws Exception {
    from.ask("connect", slot, "inet", port);
    to.ask("accept", slot, 0);
    from.ask("send", slot, "send", 1, 13);
    from.ask("close", slot);
    to.ask("drain", slot);
    to.ask("close", slot);
  }

  @Test
  void aServerAndAClientGetTheirOwnBytes() throws Exception {
    outcome("server");
    assertEquals(CONNECTIONS * 5 * ANSWER, rows.moved(pid("server"), "tx").sum());
    assertEquals(CONNECTIONS * 3 * REQUEST + 13, rows.moved(pid("server"), "rx").sum());
    assertEquals(CONNECTIONS * 3 * REQUEST + 13, rows.moved(pid("client"), "tx").sum());
    assertEquals(CONNECTIONS * 5 * ANSWER, rows.moved(pid("client"), "rx").sum());
  }

  @Test
  void aServerAndAClientGetTheirOwnStates() throws Exception {
    outcome("server");
    // CLOSE_WAIT and LAST_ACK between those that open and close; the listener opens and closes
    assertEquals(
        new Total(0, 2 + (CONNECTIONS + 1) * 5), rows.total("tcp_state_change", pid("server")));
    // SYN_SENT, ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE
    assertEquals(
        new Total(0, (CONNECTIONS + 1) * 5), rows.total("tcp_state_change", pid("client")));
  }

  @Test
  void nothingOfUntrackedProcesses() throws Exception {
    outcome("server");
    outcome("losing bystander");
    for (String role : WORKERS.keySet()) {
      if (role.contains("bystander") || role.endsWith("peer")) {
        assertEquals(0, rows.rows(pid(role)), role);
      }
    }
  }

  // The life of connections.

  /** A port that nobody listens on. */
  private static Boolean refused(NetWorker worker) throws Exception {
    long port = worker.number("listen", 0, "inet", 0);
    worker.ask("close", 0);
    for (int i = 0; i < 3; i++) {
      try {
        worker.ask("connect", 1, "inet", port);
      } catch (AssertionError refused) {
        assertTrue(refused.getMessage().contains("refused"), refused.getMessage());
      }
    }
    return true;
  }

  @Test
  void refusedConnections() throws Exception {
    outcome("caller");
    // the listener opened and closed; SYN_SENT and CLOSE for each connect
    assertEquals(new Total(0, 2 + 3 * 2), rows.total("tcp_state_change", pid("caller")));
  }

  private static Boolean exit(NetWorker worker) throws Exception {
    worker.connection(0, "inet6");
    worker.kill();
    return true;
  }

  @Test
  void connectionsThatTheProcessesExitCloses() throws Exception {
    outcome("exiting");
    assertEquals(new Total(0, 2 + 5 + 5), rows.total("tcp_state_change", pid("exiting")));
  }

  /** Its connection is older than its tracking. */
  private static Boolean goOn(NetWorker worker) throws Exception {
    worker.ask("send", 1, "send", 1, 31);
    worker.ask("receive", 2, "recv", 1, 31);
    worker.ask("close", 1);
    worker.ask("drain", 2);
    worker.ask("close", 2);
    return true;
  }

  @Test
  void connectionsOlderThanTheirTrackingAreOwnedFromTheirFirstUseOn() throws Exception {
    outcome("older");
    assertEquals(new Total(31, 1), rows.moved(pid("older"), "tx"));
    assertEquals(new Total(31, 1), rows.moved(pid("older"), "rx"));
    // FIN_WAIT1, FIN_WAIT2, CLOSE; CLOSE_WAIT, LAST_ACK, CLOSE
    assertEquals(new Total(0, 6), rows.total("tcp_state_change", pid("older")));
  }

  // Levels and retransmissions.

  /** Nothing is acknowledged meanwhile: the level at the send is that which the socket tells. */
  private static Info levels(NetWorker worker) throws Exception {
    worker.connection(0, "inet");
    worker.ask("refuse", 2, "on");
    Info info = worker.info(1);
    worker.ask("send", 1, "send", 1, NetWork.SIZE);
    assertEquals(1, worker.info(1).unacknowledged());
    return info;
  }

  @Test
  void roundTripTimeAndCongestionWindowAreTheSocketsOwn() throws Exception {
    Info info = outcome("level");
    assertEquals(new Total(info.rtt(), 1), rows.total("tcp_rtt", pid("level")));
    assertEquals(new Total(info.window(), 1), rows.total("tcp_cwnd", pid("level")));
  }

  /** Data and a SYN that are refused for a while, and so sent more than once. */
  private static Info lose(NetWorker worker) throws Exception {
    worker.connection(0, "inet");
    worker.ask("refuse", 2, "on");
    worker.ask("send", 1, "send", 1, NetWork.SIZE);
    while (worker.info(1).retransmits() < 3) {
      Thread.onSpinWait();
    }
    worker.ask("refuse", 2, "off");
    worker.ask("receive", 2, "recv", 1, NetWork.SIZE);
    while (worker.info(1).unacknowledged() > 0) {
      Thread.onSpinWait();
    }
    long port = worker.number("listen", 3, "inet6", 0);
    worker.ask("refuse", 3, "on");
    worker.ask("start", 4, "inet6", port);
    while (worker.info(4).retransmits() < 1) {
      Thread.onSpinWait();
    }
    worker.ask("refuse", 3, "off");
    worker.ask("accept", 5, 3);
    Info data = worker.info(1);
    Info syn = worker.info(4);
    return new Info(
        0,
        data.retransmits() + syn.retransmits(),
        data.retransmittedBytes() + syn.retransmittedBytes(),
        0,
        0,
        0);
  }

  @Test
  void retransmissionsAreThoseThatTheSocketsCount() throws Exception {
    Info info = outcome("loser");
    assertEquals(
        new Total(info.retransmittedBytes(), info.retransmits()),
        rows.total("tcp_retransmit", pid("loser")));
  }

  // What ports are for.

  /** Somebody else sends to a port of {@code worker}. */
  private static void visit(NetWorker worker, NetWorker peer, int port, int bytes)
      throws Exception {
    worker.ask("listen", 0, "inet", port);
    peer.ask("connect", 1, "inet", port);
    worker.ask("accept", 2, 0);
    peer.ask("send", 1, "send", 1, bytes);
    worker.ask("receive", 2, "recv", 1, bytes);
    worker.ask("close", 2);
    worker.ask("close", 0);
    peer.ask("close", 1);
  }

  private static void visitByDatagram(NetWorker worker, NetWorker peer, int port, int bytes)
      throws Exception {
    worker.ask("udp", 0, "inet6", port);
    peer.ask("udp", 1, "inet6", 0, port);
    peer.ask("send", 1, "send", 1, bytes);
    worker.ask("receive", 0, "recv", 1, bytes);
    worker.ask("close", 0);
    peer.ask("close", 1);
  }

  /** The worker sends to a port of somebody else. */
  private static void call(NetWorker worker, NetWorker peer, int port, int bytes) throws Exception {
    visit(peer, worker, port, bytes);
  }

  private static Boolean geth(NetWorker worker) throws Exception {
    NetWorker peer = worker("geth's peer");
    visit(worker, peer, 18545, 101);
    visit(worker, peer, 8545, 211); // no longer: the command line says another
    visit(worker, peer, 8546, 307);
    visit(worker, peer, 8551, 401);
    visit(worker, peer, 30311, 503);
    visitByDatagram(worker, peer, 30311, 601);
    visitByDatagram(worker, peer, 8551, 701);
    call(worker, peer, 30311, 809);
    return true;
  }

  @Test
  void portsOfACommandLine() throws Exception {
    outcome("geth");
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

  private static Boolean lighthouse(NetWorker worker) throws Exception {
    NetWorker peer = worker("lighthouse's peer");
    visit(worker, peer, 5052, 101);
    visit(worker, peer, 9000, 211);
    visitByDatagram(worker, peer, 9000, 307);
    visitByDatagram(worker, peer, 9001, 401);
    call(worker, peer, 8551, 503); // a port of another client
    return true;
  }

  @Test
  void portsOfAClientsDefaults() throws Exception {
    outcome("lighthouse");
    assertEquals(
        Map.of(
            "cl_beacon_api rx", 101L,
            "cl_p2p rx", 211L + 401L,
            "cl_discovery rx", 307L,
            "unknown tx", 503L),
        rows.bytesByLabel(pid("lighthouse")));
  }

  private static Boolean other(NetWorker worker) throws Exception {
    NetWorker peer = worker("other's peer");
    visit(worker, peer, 7551, 101);
    visit(worker, peer, 7552, 211);
    visit(worker, peer, 8551, 307);
    return true;
  }

  @Test
  void portsThatAnUnknownClientNames() throws Exception {
    outcome("other");
    assertEquals(
        Map.of("el_engine_api rx", 101L, "unknown rx", 211L + 307L),
        rows.bytesByLabel(pid("other")));
  }

  @Test
  void nothingWasLost() throws Exception {
    assertEquals(new ArrayList<>(), rows.losses());
  }
}
