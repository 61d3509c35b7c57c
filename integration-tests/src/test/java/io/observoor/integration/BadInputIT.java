package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent reports bad input in one clear line and exits with the right status. */
final class BadInputIT {
  private static final int FAILED = 1;
  private static final Pattern TRACE = Pattern.compile("^\\s+at |Exception in thread");

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void dataDirectoryInUse() throws Exception {
    Path data = directory.resolve("data");
    try (Workload workload = Workload.start(directory, List.of("read=3"));
        RunningAgent first = RunningAgent.tracking(data, workload.pid());
        RunningAgent second = RunningAgent.start("run", "--data", data.toString())) {
      refused(second, FAILED, data.toString());
      workload.round();
      assertEquals(0, first.stop(), first::tail);
    }
  }

  @Test
  void unknownKey() throws Exception {
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: bad
            meta_network_name: mainnet
            ring_bufer_size: 65536
            """);
    try (RunningAgent agent =
        RunningAgent.start(
            "run",
            "--data",
            directory.resolve("data").toString(),
            "--config",
            configuration.toString())) {
      refused(agent, FAILED, "ring_bufer_size");
    }
  }

  @Test
  void unknownOption() throws Exception {
    try (RunningAgent agent = RunningAgent.start("run", "--dta", "x")) {
      assertEquals(2, agent.awaitExit(), agent::tail);
      assertTrue(agent.log().stream().anyMatch(line -> line.contains("--dta")), agent::tail);
    }
  }

  @Test
  void readOnlyDataDirectory() throws Exception {
    try (Mount mount = Mount.tmpfs(directory.resolve("read-only"), "ro,size=1m");
        RunningAgent agent =
            RunningAgent.start("run", "--data", mount.path().resolve("data").toString())) {
      refused(agent, FAILED, mount.path().toString());
    }
  }

  /** The disk fills up while the agent runs: it reports that and loses nothing. */
  @Test
  void fullDisk() throws Exception {
    try (Mount mount = Mount.tmpfs(directory.resolve("full"), "size=64m");
        Workload workload = Workload.start(directory, List.of("read=101", "epoll_pwait=3"))) {
      Path data = mount.path().resolve("data");
      Path configuration =
          Files.writeString(
              directory.resolve("full.yaml"),
              """
              meta_client_name: full
              meta_network_name: mainnet
              sinks:
                aggregated:
                  resolution:
                    interval: 100ms
              """);
      try (RunningAgent agent =
          RunningAgent.tracking(data, workload.pid(), "--config", configuration.toString())) {
        Totals made = workload.round();
        Path ballast = mount.path().resolve("ballast");
        fill(ballast);
        agent.await(
            "the report of the full disk",
            line ->
                line.matches(".*(WARN|ERROR).*")
                    && line.toLowerCase(java.util.Locale.ROOT).contains("space"));
        made = made.plus(workload.round());
        Files.delete(ballast);
        made = made.plus(workload.round());
        assertEquals(0, agent.stop(), agent::tail);
        try (ParquetRows rows = new ParquetRows(data)) {
          assertEquals(made.counts(), rows.totals(Syscalls.METRICS).counts(), agent::tail);
        }
      }
    }
  }

  @Test
  void fullDiskAtStart() throws Exception {
    try (Mount mount = Mount.tmpfs(directory.resolve("small"), "size=1m");
        RunningAgent agent =
            RunningAgent.start("run", "--data", mount.path().resolve("data").toString())) {
      refused(agent, FAILED, mount.path().toString());
      assertTrue(agent.tail().contains("is full"), agent::tail);
    }
  }

  @Test
  void withoutPrivileges() throws Exception {
    Path data = Files.createDirectories(directory.resolve("data"));
    Set<java.nio.file.attribute.PosixFilePermission> everybody =
        java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx");
    Files.setPosixFilePermissions(directory, everybody);
    Files.setPosixFilePermissions(data, everybody);
    List<String> prefix =
        List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all");
    try (RunningAgent agent =
        RunningAgent.start(prefix, List.of("run", "--data", data.toString()))) {
      String line = agent.await("the missing capability", text -> text.contains("CAP_BPF"));
      assertTrue(line.contains("nothing can be observed"), line);
      assertEquals(0, agent.stop(), agent::tail);
      assertNoTraces(agent);
    }
  }

  /** Asserts that the agent exits with a status and one line names the cause. */
  private static void refused(RunningAgent agent, int status, String name) {
    assertEquals(status, agent.awaitExit(), agent::tail);
    assertNoTraces(agent);
    List<String> naming =
        agent.log().stream()
            .filter(line -> line.contains(name) && !line.contains(" DEBUG "))
            .toList();
    assertEquals(1, naming.size(), agent::tail);
  }

  private static void assertNoTraces(RunningAgent agent) {
    assertTrue(agent.log().stream().noneMatch(TRACE.asPredicate()), agent::tail);
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertTrue(full.getMessage().contains("space"), full::toString);
    }
  }
}
