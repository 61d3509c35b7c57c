package io.observoor.integration.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.RunningAgent;
import io.observoor.integration.peers.Connections.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The kernel's counters of a network's clients over exactly the time in which an agent tracked
 * them: the clients are stopped while the agent starts to track them and while it ends.
 *
 * @param pids the clients by name
 * @param before their counters at the start
 * @param after their counters at the end
 * @param transferred bytes of their TCP connections
 * @param leastDiskBytes bytes of their disk without the last flush
 * @param diskBytes bytes of their disk with the last flush
 */
record DevnetOutcome(
    Map<String, Long> pids,
    Map<String, Account> before,
    Map<String, Account> after,
    Map<String, Transfer> transferred,
    long leastDiskBytes,
    long diskBytes) {
  private static final long SECONDS = 30;

  /** Minimum work, on slow machines too. */
  private static final int BLOCKS = 5;

  private static final int LEAST_TRANSFERS = 2_000;
  private static final long DEADLINE_SECONDS = 240;

  private static final int TRANSFERS = 12_000;

  /**
   * Runs load on the network and an agent; returns after the agent's end.
   *
   * @param disk the network's disk
   * @param directory for all other files
   * @param data the agent's data directory
   */
  static DevnetOutcome of(Devnet devnet, Disk disk, Path directory, Path data)
      throws IOException, InterruptedException {
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: devnet
            meta_network_name: mainnet
            health: {addr: ""}
            pid:
              process_names: [geth, beacon-chain, validator]
            sinks:
              aggregated:
                parquet:
                  # leaves little to write at the end
                  roll_interval: 5s
            """);
    List<String> transfers = devnet.sign(TRANSFERS);
    devnet.awaitBlock(1);
    // both sides count all bytes of connections that open from now on
    devnet.syncing();
    Map<String, Long> pids =
        devnet.nodes().stream()
            .collect(Collectors.toMap(Node::name, Node::pid, (a, b) -> a, TreeMap::new));
    devnet.stop();
    disk.flush();
    Map<String, Account> before = devnet.accounts();
    long firstDiskBytes = disk.transferred();
    try (Connections connections =
            Connections.watch(devnet::owner, directory.resolve("connections"));
        RunningAgent agent =
            RunningAgent.start(
                "run", "--data", data.toString(), "--config", configuration.toString())) {
      pids.values().forEach(agent::awaitTracking);
      devnet.resume();
      load(devnet, transfers);
      devnet.stop();
      Map<String, Account> after = devnet.accounts();
      Map<String, Transfer> transferred = connections.transferred();
      long leastDiskBytes = disk.transferred() - firstDiskBytes;
      disk.flush();
      long diskBytes = disk.transferred() - firstDiskBytes;
      if (agent.stop() != 0) {
        throw new AssertionError(agent.tail());
      }
      return new DevnetOutcome(pids, before, after, transferred, leastDiskBytes, diskBytes);
    }
  }

  /** Sends transfers for a time and a number of blocks, and queries the beacon node. */
  private static void load(Devnet devnet, List<String> transfers)
      throws IOException, InterruptedException {
    long first = devnet.block();
    long begin = System.nanoTime();
    int sent = 0;
    long blocks = 0;
    while (blocks < BLOCKS
        || sent < LEAST_TRANSFERS
        || System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SECONDS)) {
      if (sent < transfers.size()) {
        devnet.send(transfers.get(sent));
        sent++;
      } else {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      if (sent % 100 == 0) {
        devnet.syncing();
        devnet.assertAlive();
        blocks = devnet.block() - first;
      }
      assertTrue(
          System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS),
          "only " + blocks + " blocks and " + sent + " transfers in " + DEADLINE_SECONDS + " s");
    }
    System.out.println(
        "DevnetIT: %d transfers sent, %d in blocks; %d blocks"
            .formatted(sent, devnet.transferred(), blocks));
  }

  /** Returns the increase of a client's counter. */
  long counted(String client, String what) {
    return after.get(client).since(before.get(client), what);
  }
}
