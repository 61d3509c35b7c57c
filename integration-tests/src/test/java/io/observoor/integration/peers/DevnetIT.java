package io.observoor.integration.peers;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Commands;
import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network of real clients with all probes: the rows of each client match the kernel's own
 * counters. All clients are stopped while the agent starts to track them and while it ends, so both
 * cover exactly the same time.
 */
@Tag("peers")
final class DevnetIT {
  @TempDir static Path directory;

  private static Disk disk;
  private static Devnet devnet;
  private static DevnetOutcome outcome;
  private static ParquetRows rows;

  @BeforeAll
  static void run() throws Exception {
    Requirements.root();
    Path data = directory.resolve("data");
    disk = Disk.create(directory);
    devnet = Devnet.start(disk.path(), fetched("fetch-geth"), fetched("fetch-prysm"));
    outcome = DevnetOutcome.of(devnet, disk, directory, data);
    rows = new ParquetRows(data);
  }

  @AfterAll
  static void end() throws SQLException {
    if (devnet != null) {
      devnet.close();
    }
    if (disk != null) {
      disk.close();
    }
    if (rows != null) {
      rows.close();
    }
  }

  @Test
  void reads() {
    // syscr also counts calls such as sendfile, and calls in flight when tracking started
    compare(Account.READS, 0.001, 20, count("syscall_read"));
  }

  @Test
  void writes() {
    // as reads()
    compare(Account.WRITES, 0.001, 20, count("syscall_write"), count("syscall_pwrite"));
  }

  @Test
  void contextSwitches() {
    // the kernel's sum lacks threads that ended
    compare(Account.SWITCHES, 0.002, 20, count("sched_on_cpu"));
  }

  @Test
  void cpuTime() {
    // as contextSwitches(); each window's sum is rounded to a 32-bit float
    compare(
        Account.CPU_NANOS,
        0.01,
        20e6,
        new Sum("cpu_utilization", "sum(total_on_cpu_ns::DOUBLE)", ""));
  }

  @Test
  void pageFaults() {
    // the kernel counts faults of its own accesses to a process's memory, and reports no event
    assertAll(
        () -> compare(Account.MINOR_FAULTS, 0.005, 20, count("page_fault_minor")),
        () -> compare(Account.MAJOR_FAULTS, 0.005, 20, count("page_fault_major")));
  }

  @Test
  void bytesReadFromStorage() {
    // sums are rounded to 32-bit floats
    compare(
        Account.STORAGE_READ,
        0.001,
        0,
        new Sum("disk_bytes", "sum(sum::DOUBLE)", " AND rw = 'read'"));
  }

  /**
   * The kernel counts a whole folio when it becomes dirty, and writes only its dirty part: with the
   * large folios of ext4 (Linux 6.16), 4 KiB written into a file can count as a mebibyte. The count
   * is therefore an upper bound; geth, which appends to its files, is near it. {@link
   * #bytesOfTheDisk} compares exactly.
   */
  @Test
  void bytesWrittenToStorage() throws Exception {
    Sum written = new Sum("disk_bytes", "sum(sum::DOUBLE)", " AND rw = 'write'");
    compare(Account.STORAGE_WRITTEN, 1, 0, written);
    for (Map.Entry<String, Long> client : outcome.pids().entrySet()) {
      String name = client.getKey();
      long counted = outcome.counted(name, Account.STORAGE_WRITTEN);
      long found = written.of(client.getValue());
      long least = name.equals("geth") ? counted / 2 : 1;
      // the file system may write some metadata in the process's context
      long most = counted + counted / 100 + 65_536;
      assertTrue(
          least <= found && found <= most,
          () -> name + " wrote " + found + " bytes, not " + least + " to " + most);
    }
  }

  @Test
  void bytesOfTheDisk() throws Exception {
    long found =
        Math.round(
            Double.parseDouble(
                rows.query(
                        "SELECT sum(sum::DOUBLE) FROM %s WHERE device_id = %d"
                            .formatted(rows.table("disk_bytes"), disk.number()))
                    .getFirst()
                    .getFirst()));
    String both =
        "bytes of the disk: kernel %d to %d, rows %d"
            .formatted(outcome.leastDiskBytes(), outcome.diskBytes(), found);
    System.out.println("DevnetIT: " + both);
    // the writes of the flush itself belong to an untracked process
    assertTrue(outcome.leastDiskBytes() <= found && found <= outcome.diskBytes(), both);
  }

  @Test
  void tcpBytes() {
    // SYN and FIN count as a byte each; received bytes that were never read are in no row
    assertAll(
        () ->
            compare(
                "TCP bytes sent",
                client -> outcome.transferred().get(client).sent(),
                0.001,
                200,
                new Sum("net_io", "sum(sum::DOUBLE)", " AND direction = 'tx'")),
        () ->
            compare(
                "TCP bytes received",
                client -> outcome.transferred().get(client).received(),
                0.001,
                200,
                new Sum("net_io", "sum(sum::DOUBLE)", " AND direction = 'rx'")));
  }

  @Test
  void portLabels() throws SQLException {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (List<String> row :
        rows.query("SELECT DISTINCT client_type, port_label FROM " + rows.table("net_io"))) {
      labels.computeIfAbsent(row.get(0), client -> new TreeSet<>()).add(row.get(1));
    }
    assertEquals(Set.of("geth", "prysm"), labels.keySet());
    assertTrue(
        labels.get("geth").containsAll(Set.of("el_json_rpc", "el_engine_api")),
        () -> "labels: " + labels);
    assertTrue(
        labels.get("prysm").containsAll(Set.of("cl_grpc", "cl_beacon_api")),
        () -> "labels: " + labels);
  }

  @Test
  void noOtherProcessHasRows() throws SQLException {
    Set<String> own =
        outcome.pids().values().stream().map(String::valueOf).collect(Collectors.toSet());
    // tables of I/O whose process the kernel may not know
    Set<String> unattributed =
        Set.of("disk_latency", "disk_bytes", "disk_queue_depth", "block_merge");
    Map<String, Set<String>> others = new TreeMap<>();
    for (String table : rows.tables()) {
      if (hasProcesses(table)) {
        for (List<String> row : rows.query("SELECT DISTINCT pid FROM " + rows.table(table))) {
          String pid = row.getFirst();
          if (!own.contains(pid) && !(pid.equals("0") && unattributed.contains(table))) {
            others.computeIfAbsent(table, name -> new TreeSet<>()).add(pid);
          }
        }
      }
    }
    assertEquals(Map.of(), others);
  }

  @Test
  void noLosses() throws SQLException {
    assertEquals(List.of(), rows.losses());
  }

  private static boolean hasProcesses(String table) throws SQLException {
    return rows.query("DESCRIBE SELECT * FROM " + rows.table(table)).stream()
        .anyMatch(column -> column.getFirst().equals("pid"));
  }

  /**
   * A sum over a client's rows.
   *
   * @param table the table
   * @param expression SQL of the sum
   * @param condition SQL appended to the condition on the pid
   */
  private record Sum(String table, String expression, String condition) {
    long of(long pid) throws SQLException {
      if (rows.files(table).isEmpty()) {
        return 0;
      }
      String value =
          rows.query(
                  "SELECT coalesce(%s, 0) FROM %s WHERE pid = %d%s"
                      .formatted(expression, rows.table(table), pid, condition))
              .getFirst()
              .getFirst();
      return Math.round(Double.parseDouble(value));
    }
  }

  private static Sum count(String table) {
    return new Sum(table, "sum(count)", "");
  }

  private static void compare(String what, double share, double room, Sum... sums) {
    compare(what, client -> outcome.counted(client, what), share, room, sums);
  }

  /**
   * Asserts that each client's sums match the kernel's counter within a share and an absolute room.
   */
  private static void compare(
      String what, Function<String, Long> kernel, double share, double room, Sum... sums) {
    assertAll(
        outcome.pids().entrySet().stream()
            .map(
                client ->
                    () -> {
                      long found = 0;
                      for (Sum sum : sums) {
                        found += sum.of(client.getValue());
                      }
                      long counted = kernel.apply(client.getKey());
                      String both =
                          "%s of %s: kernel %d, rows %d (%+d)"
                              .formatted(what, client.getKey(), counted, found, found - counted);
                      System.out.println("DevnetIT: " + both);
                      assertTrue(Math.abs(found - counted) <= room + counted * share, both);
                    }));
  }

  private static Path fetched(String script) {
    Path checkout = Path.of(System.getProperty("observoor.checkout"));
    return Commands.run(checkout.resolve("scripts").resolve(script).toString())
        .lines()
        .reduce((first, last) -> last)
        .map(Path::of)
        .orElseThrow();
  }
}
