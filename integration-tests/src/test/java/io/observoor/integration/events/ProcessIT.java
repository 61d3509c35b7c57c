package io.observoor.integration.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The snapshots of an idle process: they hold its known resources and the values that the test
 * reads from /proc.
 */
final class ProcessIT {
  private static final long MEBIBYTE = 1 << 20;
  private static final int PRIVATE_MEBIBYTES = 61;
  private static final int SHARED_MEBIBYTES = 23;
  private static final int DESCRIPTORS = 211;
  private static final int THREADS = 17;
  private static final int NAPS = 499;
  private static final long BYTES = 1_000_003;

  /** Room for the memory of the C library and the program, and for the reads that load them. */
  private static final long OWN_MEMORY = 4 * MEBIBYTE;

  private static final List<String> TABLES =
      List.of("memory_usage", "process_io_usage", "process_fd_usage", "process_sched_usage");

  @TempDir static Path directory;

  private static Process workload;
  private static ParquetRows rows;
  private static Map<String, Long> status;

  @BeforeAll
  static void run() throws Exception {
    Requirements.root();
    workload =
        new ProcessBuilder(
                Path.of("target", "c", "process").toAbsolutePath().toString(),
                directory.toString(),
                "" + PRIVATE_MEBIBYTES,
                "" + SHARED_MEBIBYTES,
                "" + DESCRIPTORS,
                "" + THREADS,
                "" + NAPS,
                "" + BYTES)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals("ready", workload.inputReader(UTF_8).readLine());
    Path data = directory.resolve("data");
    try (RunningAgent agent = RunningAgent.tracking(data, workload.pid(), "--duration", "5s")) {
      assertEquals(0, agent.awaitExit(), agent::tail);
    }
    rows = new ParquetRows(data);
    status = numbers(proc("status"));
  }

  @AfterAll
  static void end() throws Exception {
    if (rows != null) {
      rows.close();
    }
    if (workload != null) {
      workload.destroyForcibly().waitFor();
    }
  }

  @Test
  void memory() throws Exception {
    List<Long> row =
        last(
            "memory_usage",
            "vm_size_bytes, vm_rss_bytes, rss_anon_bytes, rss_file_bytes, rss_shmem_bytes,"
                + " vm_swap_bytes");
    assertEquals(
        Stream.of("VmSize", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmSwap")
            .map(key -> status.get(key) * 1024)
            .toList(),
        row);
    assertBetween(PRIVATE_MEBIBYTES * MEBIBYTE, row.get(2), OWN_MEMORY);
    assertBetween(SHARED_MEBIBYTES * MEBIBYTE, row.get(4), 0);
  }

  @Test
  void io() throws Exception {
    List<Long> row =
        last(
            "process_io_usage",
            "rchar_bytes, wchar_bytes, syscr, syscw, read_bytes, write_bytes,"
                + " cancelled_write_bytes");
    Map<String, Long> io = numbers(proc("io"));
    assertEquals(
        Stream.of(
                "rchar",
                "wchar",
                "syscr",
                "syscw",
                "read_bytes",
                "write_bytes",
                "cancelled_write_bytes")
            .map(io::get)
            .toList(),
        row);
    assertBetween(BYTES, row.get(0), OWN_MEMORY);
    // plus the writes of the JVM's helper before its exec
    assertBetween(BYTES + "ready\n".length(), row.get(1), 64);
    assertBetween(2, row.get(3), 4);
  }

  @Test
  void descriptors() throws Exception {
    List<Long> limits =
        proc("limits").stream()
            .filter(line -> line.startsWith("Max open files"))
            .map(line -> line.substring("Max open files".length()).strip().split("\\s+"))
            .map(words -> List.of(Long.valueOf(words[0]), Long.valueOf(words[1])))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of((long) DESCRIPTORS, limits.get(0), limits.get(1)),
        last("process_fd_usage", "open_fds, fd_limit_soft, fd_limit_hard"));
  }

  @Test
  void threadsAndTheirSwitches() throws Exception {
    List<Long> row =
        last("process_sched_usage", "threads, voluntary_ctxt_switches, nonvoluntary_ctxt_switches");
    long voluntary = 0;
    long involuntary = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + workload.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        Map<String, Long> numbers = numbers(Files.readAllLines(thread.resolve("status")));
        voluntary += numbers.get("voluntary_ctxt_switches");
        involuntary += numbers.get("nonvoluntary_ctxt_switches");
      }
    }
    assertEquals(List.of((long) THREADS, voluntary, involuntary), row);
    // on a slow processor, a nap can end before the thread has left the CPU
    assertTrue(voluntary > THREADS * NAPS / 2, () -> row + ": fewer switches than naps");
  }

  @Test
  void everyWindowHasARowInEachTable() throws Exception {
    String windows = "SELECT list(DISTINCT window_start ORDER BY window_start), count(*) FROM ";
    List<List<String>> first = rows.query(windows + rows.table("memory_usage"));
    assertTrue(Integer.parseInt(first.getFirst().get(1)) > 2, () -> "windows: " + first);
    for (String table : TABLES) {
      assertEquals(first, rows.query(windows + rows.table(table)), table);
    }
    assertEquals(
        List.of(List.of("" + workload.pid())),
        rows.query("SELECT DISTINCT pid FROM " + rows.table("memory_usage")));
  }

  @Test
  void disabledSnapshotsHaveNoTables() throws Exception {
    Path data = directory.resolve("without");
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: process
            meta_network_name: mainnet
            sinks:
              aggregated:
                collect_process_snapshots: false
            """);
    try (RunningAgent agent =
        RunningAgent.tracking(
            data, workload.pid(), "--duration", "3s", "--config", configuration.toString())) {
      assertEquals(0, agent.awaitExit(), agent::tail);
    }
    try (ParquetRows without = new ParquetRows(data)) {
      for (String table : TABLES) {
        assertEquals(List.of(), without.files(table));
      }
    }
  }

  private static void assertBetween(long least, long value, long room) {
    assertTrue(
        value >= least && value <= least + room,
        () -> value + " is not between " + least + " and " + (least + room));
  }

  /** Returns the last window's row; earlier ones may show the process while it starts. */
  private static List<Long> last(String table, String columns) throws SQLException {
    return rows
        .query(
            "SELECT "
                + columns
                + " FROM "
                + rows.table(table)
                + " ORDER BY window_start DESC LIMIT 1")
        .getFirst()
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  private static List<String> proc(String file) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + workload.pid() + "/" + file));
  }

  /** Parses lines such as {@code VmSize: 1024 kB}. */
  private static Map<String, Long> numbers(List<String> lines) {
    Map<String, Long> numbers = new TreeMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      Arrays.stream(line.substring(colon + 1).strip().split("\\s+"))
          .findFirst()
          .filter(word -> word.matches("\\d+"))
          .ifPresent(word -> numbers.put(line.substring(0, colon), Long.valueOf(word)));
    }
    return numbers;
  }
}
