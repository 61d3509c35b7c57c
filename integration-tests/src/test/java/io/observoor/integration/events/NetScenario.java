package io.observoor.integration.events;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Everything that probes-net observes, done in known amounts by workers, each of which has a role;
 * and what came of it. Strangers, whom the agent does not track, do it meanwhile. Not thread-safe.
 */
final class NetScenario implements AutoCloseable {
  private static final String TRACKED = "network";
  private static final String UNTRACKED = "bystander";

  /** The names at which processes are tracked. */
  static final List<String> NAMES = List.of(TRACKED, "geth", "lighthouse");

  private final Path directory;
  private final Map<String, NetWorker> workers = new HashMap<>();
  private final Map<String, Outcome<?>> outcomes = new HashMap<>();

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

  /** A part of the work by the worker of this role. */
  private interface Part<T> {
    T of(NetWorker worker) throws Exception;
  }

  /** Starts the workers; they do nothing yet. */
  NetScenario(Path directory) throws Exception {
    this.directory = directory;
    try {
      startWorkers();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** The ways to send over TCP. */
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

  /** The ways to receive over TCP. */
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

  /** The same over UDP. */
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

  /** The same over UDP. */
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

  private void startWorkers() throws Exception {
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

  private NetWorker start(String role, String name, String... arguments) throws Exception {
    NetWorker worker = NetWorker.start(directory, name, arguments);
    workers.put(role, worker);
    return worker;
  }

  private NetWorker worker(String role) {
    return workers.get(role);
  }

  /** Has them do everything, when the agent tracks those that it is to track. */
  void work(NetAgent agent) throws Exception {
    worker("older").connection(0, "inet");
    worker("older").ask("name", TRACKED);
    for (String role : workers.keySet()) {
      if (!isStranger(role)) {
        agent.awaitTracking(worker(role));
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

  private <T> void run(String role, Part<T> part) {
    outcomes.put(role, Outcome.of(() -> part.of(worker(role))));
  }

  /** What came of a part of the work; throws what it threw. */
  <T> T outcome(String role, Class<T> type) throws Exception {
    Outcome<?> outcome = outcomes.get(role);
    if (outcome.failure() instanceof Exception e) {
      throw e;
    }
    if (outcome.failure() instanceof Error e) {
      throw e;
    }
    return type.cast(outcome.value());
  }

  /** Throws what a part of the work threw, if it did. */
  void done(String role) throws Exception {
    outcome(role, Object.class);
  }

  /** The process of a role. */
  long pid(String role) {
    return worker(role).pid();
  }

  /** The roles of those that the agent does not track. */
  List<String> strangers() {
    return workers.keySet().stream().filter(NetScenario::isStranger).toList();
  }

  private static boolean isStranger(String role) {
    return role.contains("bystander") || role.endsWith("peer");
  }

  @Override
  public void close() {
    for (NetWorker worker : workers.values()) {
      worker.close();
    }
  }
}
