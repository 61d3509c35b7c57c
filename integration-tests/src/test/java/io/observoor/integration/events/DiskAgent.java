package io.observoor.integration.events;

import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** An agent that tracks workers by pid. */
final class DiskAgent implements AutoCloseable {
  private final RunningAgent agent;

  private DiskAgent(RunningAgent agent) {
    this.agent = agent;
  }

  /** Starts the agent; returns when it tracks the workers. */
  static DiskAgent start(Path directory, Path data, List<DiskWorker> workers) throws IOException {
    // long windows: an emulated machine needs long for each
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: disk
            meta_network_name: mainnet
            sinks:
              aggregated:
                collect_process_snapshots: false
                parquet:
                  roll_interval: 5s
                resolution:
                  interval: 6s
            """);
    String others =
        workers.stream()
            .skip(1)
            .map(worker -> Long.toString(worker.pid()))
            .collect(Collectors.joining(","));
    RunningAgent agent =
        RunningAgent.tracking(
            data, workers.getFirst().pid(), "--config", configuration.toString(), "--pid", others);
    try {
      // workers are tracked one by one; earlier I/O of a worker has no process
      workers.forEach(worker -> agent.awaitTracking(worker.pid()));
    } catch (RuntimeException | Error e) {
      agent.close();
      throw e;
    }
    return new DiskAgent(agent);
  }

  /**
   * Waits until the probe is attached; returns whether its hooks know the pages of a request, which
   * plain tracepoints do not.
   */
  boolean tellsPages() {
    String hooks =
        agent.await(
            "the probe attached",
            line -> line.contains("probes: disk attached") && line.contains("disk_io"));
    return !hooks.contains("attached by tracepoint");
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
