package io.observoor.integration.events;

import io.observoor.integration.ParquetRows;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of the disk events' tables, by process and device. */
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
    Await.until(
        Await.DEADLINE.multipliedBy(5),
        "a file of disk_bytes",
        () -> rows.files("disk_bytes"),
        files -> !files.isEmpty());
  }

  /** Count and sum of a worker's rows, by direction. */
  List<List<String>> sums(String table, DiskWorker worker, DiskDevice device)
      throws IOException, SQLException {
    return rows.query(
        "SELECT rw, sum(count)::BIGINT, sum(sum)::BIGINT FROM %s WHERE pid = %d AND device_id = %d GROUP BY rw ORDER BY rw"
            .formatted(rows.table(table), worker.pid(), device.number()));
  }

  /** Bytes of a worker on all devices, by direction. */
  List<List<String>> bytes(DiskWorker worker) throws SQLException {
    return rows.query(
        "SELECT rw, sum(sum)::BIGINT FROM %s WHERE pid = %d GROUP BY rw ORDER BY rw"
            .formatted(rows.table("disk_bytes"), worker.pid()));
  }

  /** Bytes that a worker wrote to a device. */
  long writtenBytes(DiskWorker worker, DiskDevice device) throws IOException, SQLException {
    return rows.number(
        "SELECT sum(sum)::BIGINT FROM %s WHERE pid = %d AND device_id = %d AND rw = 'write'"
            .formatted(rows.table("disk_bytes"), worker.pid(), device.number()));
  }

  /** Bytes written to a device that are no process's. */
  long nobodysWrittenBytes(DiskDevice device) throws IOException, SQLException {
    return rows.number(
        "SELECT coalesce(sum(sum), 0)::BIGINT FROM %s WHERE pid = 0 AND device_id = %d AND rw = 'write'"
            .formatted(rows.table("disk_bytes"), device.number()));
  }

  /** Count, sum, least and greatest of the depths of a device's queue at workers' requests. */
  List<String> depths(DiskDevice device, DiskWorker... workers) throws IOException, SQLException {
    return rows.query(
            "SELECT sum(count), sum(sum)::BIGINT, min(min)::BIGINT, max(max)::BIGINT FROM %s WHERE pid IN (%s) AND device_id = %d"
                .formatted(rows.table("disk_queue_depth"), pids(List.of(workers)), device.number()))
        .getFirst();
  }

  /** How many rows of latencies cannot be. */
  long impossibleLatencies() throws SQLException {
    return rows.number(
        "SELECT count(*) FROM %s WHERE min > max OR sum < max OR min <= 0"
            .formatted(rows.table("disk_latency")));
  }

  /** All rows of a worker. */
  List<List<String>> of(String table, DiskWorker worker) throws SQLException {
    return rows.query("SELECT * FROM %s WHERE pid = %d".formatted(rows.table(table), worker.pid()));
  }

  /** All rows of a device that are none of these workers'. */
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
