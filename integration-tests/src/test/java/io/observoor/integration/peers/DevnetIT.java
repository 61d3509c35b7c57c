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
 * A network of real clients under all probes at once: what the rows say of each client is what the
 * kernel itself has counted of it in the same time. All three are stopped while the agent begins to
 * track them and while it ends, so it is exactly the same time.
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
    // syscr counts what is no read call, too, such as sendfile, and calls in flight when tracking
    // began are in it alone
    compare(Account.READS, 0.001, 20, count("syscall_read"));
  }

  @Test
  void writes() {
    // as for reads
    compare(Account.WRITES, 0.001, 20, count("syscall_write"), count("syscall_pwrite"));
  }

  @Test
  void contextSwitches() {
    // a thread that ends takes its count along, and is missing in the kernel's sum
    compare(Account.SWITCHES, 0.002, 20, count("sched_on_cpu"));
  }

  @Test
  void cpuTime() {
    // as for switches; and the sums of each window are rounded to 32-bit floats
    compare(
        Account.CPU_NANOS,
        0.01,
        20e6,
        new Sum("cpu_utilization", "sum(total_on_cpu_ns::DOUBLE)", ""));
  }

  @Test
  void pageFaults() {
    // the kernel counts the faults that it makes itself to reach a process's memory, and reports
    // none of them
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
   * The kernel counts a folio as a whole when it becomes dirty, and writes of it what is dirty:
   * with the large folios that ext4 has since Linux 6.16, 4 KiB written into the middle of a file
   * can count as a mebibyte. So its count is the most that there can be, {@link #bytesOfTheDisk}
   * tells the rest, and geth, which appends to its files, is near to both.
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
      // the file system may write a little of its own in the process's name
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
        "bytes of the disk: the kernel has %d to %d, the rows have %d"
            .formatted(outcome.leastDiskBytes(), outcome.diskBytes(), found);
    System.out.println("DevnetIT: " + both);
    // what the flush itself writes is of the process that asks for it, which is not tracked
    assertTrue(outcome.leastDiskBytes() <= found && found <= outcome.diskBytes(), both);
  }

  @Test
  void tcpBytes() {
    // a connection's beginning and end count as a byte each; what came and was never read is in no
    // row
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
  void nothingIsAttributedToAnotherProcess() throws SQLException {
    Set<String> own =
        outcome.pids().values().stream().map(String::valueOf).collect(Collectors.toSet());
    // I/O whose process the kernel does not know any more
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
  void nothingIsLost() throws SQLException {
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
   * @param expression what is summed up
   * @param condition which rows, after that of the process
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

  /** Each client's sums are what the kernel has counted, within a share of that and some more. */
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
                          "%s of %s: the kernel has %d, the rows have %d (%+d)"
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
