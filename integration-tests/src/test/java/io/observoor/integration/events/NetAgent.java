package io.observoor.integration.events;

import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** An agent that tracks workers by name. */
final class NetAgent implements AutoCloseable {
  private final RunningAgent agent;

  private NetAgent(RunningAgent agent) {
    this.agent = agent;
  }

  /** Starts the agent; returns when the probe is attached. */
  static NetAgent start(Path directory, List<String> names) throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: net
            meta_network_name: mainnet
            pid:
              process_names: [%s]
            """
                .formatted(String.join(", ", names)));
    NetAgent agent =
        new NetAgent(
            RunningAgent.start(
                "run",
                "--config",
                configuration.toString(),
                "--data",
                directory.resolve("data").toString()));
    try {
      agent.agent.await("the probe attached", line -> line.contains("probes: net attached"));
      return agent;
    } catch (RuntimeException | Error e) {
      agent.close();
      throw e;
    }
  }

  /** Waits until a worker is tracked. */
  void awaitTracking(NetWorker worker) {
    Pattern tracking = Pattern.compile("tracking .*\\bpid " + worker.pid() + "\\b");
    agent.await("process " + worker.pid() + " tracked", line -> tracking.matcher(line).find());
  }

  /**
   * Tests whether the tracepoints of all sockets serve the events, instead of the functions of TCP.
   */
  boolean seesAllSockets() {
    String line =
        agent.await("net_tx_tcp attached", text -> text.matches(".*attached by.*net_tx_tcp.*"));
    return !line.contains("fentry") && !line.contains("kprobe");
  }

  /** Stops the agent, which completes its rows. */
  void stop() {
    if (agent.stop() != 0) {
      throw new AssertionError(agent.tail());
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
