package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.Totals;
import io.observoor.integration.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent posts the rows of a known workload: they add up. */
final class HttpSinkIT {
  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void everyRowArrivesOnce() throws Exception {
    try (PostedRows server = new PostedRows()) {
      Totals made = run(server, 3, () -> {});
      assertEquals(made.counts(), found(server.rows(), made));
      assertEquals(server.rows().size(), new HashSet<>(server.rows()).size(), "duplicate rows");
    }
  }

  /** A row whose answer was cut arrives again unchanged; no other row does. */
  @Test
  void noRowIsLostWhileEverySecondRequestFails() throws Exception {
    try (PostedRows server = new PostedRows()) {
      server.setFaulty(true);
      Totals made =
          run(
              server,
              3,
              () -> {
                server.awaitFaults();
                server.awaitRepetition();
              });
      assertEquals(made.counts(), found(new HashSet<>(server.rows()), made));
    }
  }

  /** A step between the workload and its check. */
  @FunctionalInterface
  private interface Meanwhile {
    void run() throws InterruptedException;
  }

  private Totals run(PostedRows server, int rounds, Meanwhile meanwhile) throws Exception {
    Totals made = Totals.none();
    try (Workload workload = Workload.start(directory, Workload.ALL_KINDS);
        RunningAgent agent =
            RunningAgent.tracking(
                directory.resolve("data"), workload.pid(), "--config", configuration(server))) {
      for (int round = 0; round < rounds; round++) {
        made = made.plus(workload.round());
      }
      meanwhile.run();
      server.setFaulty(false);
      server.await(made.counts());
      assertEquals(0, agent.stop(), agent::tail);
    }
    return made;
  }

  private static Map<String, Long> found(java.util.Collection<String> rows, Totals made) {
    return PostedRows.totals(rows, List.copyOf(made.counts().keySet())).counts();
  }

  private String configuration(PostedRows server) throws IOException {
    return Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: http
            meta_network_name: mainnet
            sinks:
              aggregated:
                resolution:
                  interval: 100ms
                http:
                  enabled: true
                  address: %s
                  batch_size: 50
                  batch_timeout: 100ms
            """
                .formatted(server.address()))
        .toString();
  }
}
