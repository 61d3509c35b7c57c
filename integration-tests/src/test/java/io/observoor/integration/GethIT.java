package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real client that starts after the agent: its reads and writes against the kernel's counts. */
@Tag("peers")
final class GethIT {
  private static final long SECONDS = 30;

  /** Many, so that geth's calls before its discovery, at most a second, hardly count. */
  private static final int TRANSACTIONS = 20_000;

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void readsAndWritesAgreeWithTheKernel() throws Exception {
    Path checkout = Path.of(System.getProperty("observoor.checkout"));
    String program =
        Commands.run(checkout.resolve("scripts/fetch-geth").toString())
            .lines()
            .reduce((first, last) -> last)
            .orElseThrow();
    Path data = directory.resolve("data");
    long reads;
    long writes;
    try (RunningAgent agent =
        RunningAgent.start("run", "--data", data.toString(), "--process", "geth")) {
      agent.await("the probe attached", line -> line.contains("probes: syscall attached"));
      try (Geth geth = Geth.start(program, directory)) {
        agent.awaitTracking(geth.pid());
        int sent = geth.transact(SECONDS, TRANSACTIONS);
        Processes.stop(geth.pid());
        List<String> io = Files.readAllLines(Path.of("/proc/" + geth.pid() + "/io"));
        reads = value(io, "syscr: ");
        writes = value(io, "syscw: ");
        System.out.println(
            "GethIT: " + sent + " transactions, syscr " + reads + ", syscw " + writes);
        assertEquals(0, agent.stop(), agent::tail);
      }
      try (ParquetRows rows = new ParquetRows(data)) {
        Totals found = rows.totals(Syscalls.METRICS);
        System.out.println("GethIT: " + found.counts());
        assertEquals(
            List.of(List.of("geth")),
            rows.query("SELECT DISTINCT client_type FROM " + rows.table("syscall_read")));
        assertNear(reads, found.of("syscall_read").count());
        assertNear(writes, found.of("syscall_write").count() + found.of("syscall_pwrite").count());
        Syscalls.assertNoLosses(rows);
      }
    }
  }

  private static void assertNear(long kernel, long rows) {
    assertTrue(
        Math.abs(kernel - rows) <= kernel * 0.005,
        () -> "counted by the kernel: " + kernel + ", in the files: " + rows);
  }

  private static long value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.substring(key.length())))
        .findFirst()
        .orElseThrow();
  }
}
