package io.observoor.integration.events;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.RunningAgent;
import io.observoor.integration.Workload;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Provokes every event at least once in processes that an agent tracks by name. */
public final class EveryEvent {
  private static final String NETWORK = "everynet";
  private static final int PAGE = 4096;

  /** Names that the agent must track. */
  public static final List<String> NAMES =
      List.of("workload", "disk", NETWORK, MemScenario.TRACKED);

  /** Datagrams sent by {@link #exchange}. */
  public static final int EXCHANGES = 10_007;

  /** Bytes of each datagram. */
  public static final int EXCHANGED_BYTES = 101;

  private final RunningAgent agent;
  private final Path directory;

  private EveryEvent(RunningAgent agent, Path directory) {
    this.agent = agent;
    this.directory = directory;
  }

  /**
   * Provokes every event and cleans up.
   *
   * @param agent tracks {@link #NAMES}, with every probe attached
   * @param directory empty, on a disk or in memory
   */
  public static void provoke(RunningAgent agent, Path directory) throws Exception {
    EveryEvent all = new EveryEvent(agent, directory);
    all.calls();
    all.disk();
    all.network();
    all.memory();
  }

  /**
   * Sends datagrams of equal size, one event each, and makes thousands of futex calls.
   *
   * @param agents track {@link #NAMES}
   */
  public static void exchange(List<RunningAgent> agents, Path directory) throws Exception {
    try (NetWorker worker = NetWorker.start(Files.createDirectories(directory), NETWORK);
        Workload futexes =
            Workload.start(
                directory.resolve("calls"), List.of("futex_wake=5003", "futex_wait=503"))) {
      for (RunningAgent agent : agents) {
        EveryEvent of = new EveryEvent(agent, directory);
        of.awaitTracking(worker.pid());
        of.awaitTracking(futexes.pid());
      }
      long port = worker.number("udp", 0, "inet", 0);
      worker.ask("udp", 1, "inet", 0, port);
      worker.number("sendto", 1, "inet", port, EXCHANGES, EXCHANGED_BYTES);
      futexes.round();
    }
  }

  private void calls() throws Exception {
    try (Workload workload = Workload.start(directory.resolve("calls"), Workload.ALL_KINDS)) {
      awaitTracking(workload.pid());
      workload.round();
    }
  }

  private void disk() throws Exception {
    Path image = directory.resolve("raw.img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    try (DiskWorker owner = DiskWorker.start();
        DiskWorker worker = DiskWorker.beside(owner)) {
      awaitTracking(worker.pid());
      String device = owner.loop(image);
      worker.work("direct-write", device, 2 * PAGE, 11);
      worker.work("direct-read", device, PAGE, 7);
      worker.work("write", device, PAGE, 1009);
      worker.work("fsync", device);
    }
  }

  private void network() throws Exception {
    try (NetWorker worker = NetWorker.start(directory, NETWORK)) {
      awaitTracking(worker.pid());
      NetWork.tcp(worker, "send", "recv");
      NetWork.udp(worker, "sendto", "recv");
      NetConnections.lose(worker);
    }
  }

  private void memory() throws Exception {
    try (MemScenario scenario =
        new MemScenario(Files.createDirectory(directory.resolve("memory")), agent)) {
      scenario.minorFaults(scenario.worker("minor", 101));
      scenario.majorFaults(53);
      scenario.compaction(1);
      scenario.ends(1);
      scenario.oomKills(1);
      try (MemChild device = scenario.swapDevice()) {
        assertTrue(device.able(), device::refusal);
        scenario.swapping("swap", 101);
        scenario.reclaim();
      }
    }
  }

  private void awaitTracking(long pid) {
    agent.await(
        "process " + pid + " tracked",
        line -> line.matches(".*tracking .*\\bpid " + pid + "\\b.*"));
  }
}
