package io.observoor.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand short-lived processes, tracked by name: the kernel tracks them at their exec, before
 * discovery could find them in /proc.
 */
final class BurstIT {
  private static final int PROCESSES = 1000;
  private static final int CALLS = 7;
  private static final String NAME = "burst-worker";

  /** Room for the JVM's heap and a window's rows; a thousand leaked processes would take more. */
  private static final long GROWTH_KIB = 24 << 10;

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void tracksEveryProcessOfABurstAndMemoryDoesNotGrow() throws Exception {
    Path burst = Path.of("target/c/burst").toAbsolutePath();
    Path worker = Files.copy(burst, directory.resolve(NAME));
    assertTrue(worker.toFile().setExecutable(true));
    Path data = directory.resolve("data");
    int bursts = 4;
    Process process =
        new ProcessBuilder(burst.toString(), worker.toString(), "" + PROCESSES, "" + CALLS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (RunningAgent agent =
            RunningAgent.start("run", "--data", data.toString(), "--process", NAME);
        BufferedReader answers = process.inputReader(UTF_8)) {
      agent.await("the names tracked", line -> line.contains("tracking: " + NAME));
      long residentAfterTwo = 0;
      for (int i = 1; i <= bursts; i++) {
        process.getOutputStream().write('.');
        process.getOutputStream().flush();
        assertEquals("" + PROCESSES, answers.readLine());
        if (i == 2) {
          residentAfterTwo = resident(agent.pid());
        }
      }
      long growth = resident(agent.pid()) - residentAfterTwo;
      assertTrue(growth < GROWTH_KIB, () -> "memory grew by " + growth + " KiB in two bursts");
      assertEquals(0, agent.stop(), agent::tail);
    } finally {
      Processes.end(process);
    }
    try (ParquetRows rows = new ParquetRows(data)) {
      assertEquals(
          List.of(List.of("" + bursts * PROCESSES, "" + CALLS, "" + CALLS)),
          rows.query(
              "SELECT count(*), min(calls), max(calls) FROM (SELECT pid, sum(count) AS calls FROM "
                  + rows.table("syscall_fsync")
                  + " GROUP BY pid)"));
      Syscalls.assertNoLosses(rows);
    }
  }

  /** Resident memory in KiB. */
  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
