package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;

/** The tables of probes-syscall. */
public final class Syscalls {
  static final List<String> METRICS =
      List.of(
          "syscall_read",
          "syscall_write",
          "syscall_futex",
          "syscall_mmap",
          "syscall_epoll_wait",
          "syscall_fsync",
          "syscall_fdatasync",
          "syscall_pwrite",
          "fd_open",
          "fd_close");

  /** SQL: the sum of the histogram's buckets. */
  public static final String BUCKET_SUM =
      "(histogram.le_1us + histogram.le_10us + histogram.le_100us + histogram.le_1ms +"
          + " histogram.le_10ms + histogram.le_100ms + histogram.le_1s + histogram.le_10s +"
          + " histogram.le_100s + histogram.inf)";

  private Syscalls() {}

  public static boolean isLatency(String metric) {
    return metric.startsWith("syscall_");
  }

  /** Asserts that observoor_losses has no rows. */
  public static void assertNoLosses(ParquetRows rows) throws SQLException {
    assertEquals(List.of(), rows.losses());
  }
}
