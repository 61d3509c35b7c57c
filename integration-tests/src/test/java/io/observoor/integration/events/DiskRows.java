package io.observoor.integration.events;

import io.observoor.integration.ParquetRows;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the rows of the disk tables by process and device. */
final class DiskRows implements AutoCloseable {
  static final List<String> TABLES =
      List.of("disk_latency", "disk_bytes", "disk_queue_depth", "block_merge");

  private final ParquetRows rows;

  DiskRows(Path data) throws SQLException {
    rows = new ParquetRows(data);
  }

  /**
   * Waits for the first window's file: on an emulated machine, writing it takes longer than the
   * agent's stop may take.
   */
  void awaitFirst() {
    Await.until("a file of disk_bytes", () -> rows.files("disk_bytes"), files -> !files.isEmpty());
  }

  /** Returns count and sum of a worker's rows by direction. */
  List<List<String>> sums(String table, DiskWorker worker, DiskDevice device)
      throws IOException, SQLException {
    return rows.query(
        "SELECT rw, sum(count)::BIGINT, sum(sum)::BIGINT FROM %s WHERE pid = %d AND device_id = %d GROUP BY rw ORDER BY rw"
            .formatted(rows.table(table), worker.pid(), device.number()));
  }

  /** Returns a worker's bytes on all devices by direction. */
  List<List<String>> bytes(DiskWorker worker) throws SQLException {
    return rows.query(
        "SELECT rw, sum(sum)::BIGINT FROM %s WHERE pid = %d GROUP BY rw ORDER BY rw"
            .formatted(rows.table("disk_bytes"), worker.pid()));
  }

  /** Returns the bytes that a worker wrote to a device. */
  long writtenBytes(DiskWorker worker, DiskDevice device) throws IOException, SQLException {
    return rows.number(
        "SELECT sum(sum)::BIGINT FROM %s WHERE pid = %d AND device_id = %d AND rw = 'write'"
            .formatted(rows.table("disk_bytes"), worker.pid(), device.number()));
  }

  /** Returns the bytes written to a device without a process. */
  long writtenBytesWithoutProcess(DiskDevice device) throws IOException, SQLException {
    return rows.number(
        "SELECT coalesce(sum(sum), 0)::BIGINT FROM %s WHERE pid = 0 AND device_id = %d AND rw = 'write'"
            .formatted(rows.table("disk_bytes"), device.number()));
  }

  /** Returns count, sum, minimum and maximum of a device's queue depths at workers' requests. */
  List<String> depths(DiskDevice device, DiskWorker... workers) throws IOException, SQLException {
    return rows.query(
            "SELECT sum(count), sum(sum)::BIGINT, min(min)::BIGINT, max(max)::BIGINT FROM %s WHERE pid IN (%s) AND device_id = %d"
                .formatted(rows.table("disk_queue_depth"), pids(List.of(workers)), device.number()))
        .getFirst();
  }

  /** Counts inconsistent rows of latencies. */
  long impossibleLatencies() throws SQLException {
    return rows.number(
        "SELECT count(*) FROM %s WHERE min > max OR sum < max OR min <= 0"
            .formatted(rows.table("disk_latency")));
  }

  /** Returns all rows of a worker. */
  List<List<String>> of(String table, DiskWorker worker) throws SQLException {
    return rows.query("SELECT * FROM %s WHERE pid = %d".formatted(rows.table(table), worker.pid()));
  }

  /** Returns a device's rows of other processes than these workers. */
  List<List<String>> ofOthers(String table, DiskDevice device, List<DiskWorker> workers)
      throws IOException, SQLException {
    return rows.query(
        "SELECT * FROM %s WHERE device_id = %d AND pid NOT IN (%s)"
            .formatted(rows.table(table), device.number(), pids(workers)));
  }

  private static String pids(List<DiskWorker> workers) {
    return workers.stream()
        .map(worker -> Long.toString(worker.pid()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
