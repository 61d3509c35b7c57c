package io.observoor.integration.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.Syscalls;
import io.observoor.integration.Totals;
import io.observoor.integration.Totals.Total;
import io.observoor.integration.Workload;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prime numbers of system calls and descriptors by two threads. */
final class SyscallIT {
  private static final int ROUNDS = 2;

  @TempDir private static Path directory;

  private static Totals made;
  private static long pid;
  private static ParquetRows rows;

  @BeforeAll
  static void run() throws Exception {
    Requirements.root();
    made = Totals.none();
    Path data = directory.resolve("data");
    List<String> arguments =
        Stream.concat(Stream.of("--threads", "2"), Workload.ALL_KINDS.stream()).toList();
    try (Workload workload = Workload.start(directory, arguments);
        Workload bystander = Workload.start(directory, arguments);
        RunningAgent agent = RunningAgent.tracking(data, workload.pid())) {
      pid = workload.pid();
      for (int round = 0; round < ROUNDS; round++) {
        bystander.begin();
        made = made.plus(workload.round());
        bystander.end();
      }
      assertEquals(0, agent.stop(), agent::tail);
    }
    rows = new ParquetRows(data);
  }

  @AfterAll
  static void close() throws SQLException {
    if (rows != null) {
      rows.close();
    }
  }

  @Test
  void syscallRead() throws SQLException {
    checkLatency("syscall_read");
  }

  @Test
  void syscallWrite() throws SQLException {
    checkLatency("syscall_write");
  }

  @Test
  void syscallFutex() throws SQLException {
    checkLatency("syscall_futex");
  }

  @Test
  void syscallMmap() throws SQLException {
    checkLatency("syscall_mmap");
  }

  @Test
  void syscallEpollWait() throws SQLException {
    checkLatency("syscall_epoll_wait");
  }

  @Test
  void syscallFsync() throws SQLException {
    checkLatency("syscall_fsync");
  }

  @Test
  void syscallFdatasync() throws SQLException {
    checkLatency("syscall_fdatasync");
  }

  @Test
  void syscallPwrite() throws SQLException {
    checkLatency("syscall_pwrite");
  }

  @Test
  void fdOpen() throws SQLException {
    checkCounter("fd_open");
  }

  @Test
  void fdClose() throws SQLException {
    checkCounter("fd_close");
  }

  @Test
  void noLosses() throws SQLException {
    Syscalls.assertNoLosses(rows);
  }

  private static void checkLatency(String metric) throws SQLException {
    Total found = checkCount(metric);
    double durations = made.of(metric).sum();
    // the kernel's two time stamps lie within the workload's; rounding to 32-bit floats may add
    assertTrue(
        found.sum() > 0 && found.sum() <= durations * 1.0001,
        () -> metric + ": the calls took " + durations + " ns, the rows say " + found.sum());
    assertEquals(
        0,
        rows.number(
            "SELECT count(*) FROM "
                + rows.table(metric)
                + " WHERE count <> "
                + Syscalls.BUCKET_SUM
                + " OR min > max OR sum < max"),
        () -> metric + " has rows whose columns contradict each other");
  }

  private static void checkCounter(String metric) throws SQLException {
    assertEquals(0, checkCount(metric).sum(), metric);
  }

  private static Total checkCount(String metric) throws SQLException {
    Total found = rows.totals(List.of(metric)).of(metric);
    assertEquals(made.of(metric).count(), found.count(), metric);
    assertEquals(
        List.of(List.of("" + pid)),
        rows.query("SELECT DISTINCT pid FROM " + rows.table(metric)),
        metric);
    return found;
  }
}
