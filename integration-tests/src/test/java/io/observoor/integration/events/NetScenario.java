package io.observoor.integration.events;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Provokes all events of probes-net in known numbers, by workers with a role each, and keeps the
 * outcomes. Untracked processes do the same meanwhile. Not thread-safe.
 */
final class NetScenario implements AutoCloseable {
  private static final String TRACKED = "network";
  private static final String UNTRACKED = "bystander";

  /** Names of tracked processes. */
  static final List<String> NAMES = List.of(TRACKED, "geth", "lighthouse");

  private final Path directory;
  private final Map<String, NetWorker> workers = new HashMap<>();
  private final Map<String, Outcome<?>> outcomes = new HashMap<>();

  /** The result of a part; a failure fails that part's test only. */
  private record Outcome<T>(T value, Throwable failure) {
    static <T> Outcome<T> of(Callable<T> work) {
      try {
        return new Outcome<>(work.call(), null);
      } catch (Exception | Error e) {
        return new Outcome<>(null, e);
      }
    }
  }

  /** A part of the work, by the worker of a role. */
  private interface Part<T> {
    T of(NetWorker worker) throws Exception;
  }

  /** Starts the workers idle. */
  NetScenario(Path directory) throws Exception {
    this.directory = directory;
    try {
      startWorkers();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** Calls that send over TCP. */
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

  /** Calls that receive over TCP. */
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

  /** Calls that send over UDP. */
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

  /** Calls that receive over UDP. */
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

  /** Waits until the agent tracks its workers, and runs all parts. */
  void work(NetAgent agent) throws Exception {
    worker("older").connection(0, "inet");
    worker("older").ask("name", TRACKED);
    for (String role : workers.keySet()) {
      if (!isUntracked(role)) {
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

  /** Returns the result of a part or throws its failure. */
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

  /** Throws the failure of a part, if any. */
  void done(String role) throws Exception {
    outcome(role, Object.class);
  }

  /** Returns the pid of a role. */
  long pid(String role) {
    return worker(role).pid();
  }

  /** Returns the roles of untracked workers. */
  List<String> untracked() {
    return workers.keySet().stream().filter(NetScenario::isUntracked).toList();
  }

  private static boolean isUntracked(String role) {
    return role.contains("bystander") || role.endsWith("peer");
  }

  @Override
  public void close() {
    for (NetWorker worker : workers.values()) {
      worker.close();
    }
  }
}
