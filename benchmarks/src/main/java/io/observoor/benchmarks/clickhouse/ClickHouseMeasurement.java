package io.observoor.benchmarks.clickhouse;

import com.sun.management.OperatingSystemMXBean;
import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.TableSchema;
import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Results;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings.Compression;
import io.observoor.sinks.clickhouse.connection.Endpoint;
import io.observoor.sinks.clickhouse.connection.Login;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Measures rows per second and CPU per row of inserts into a real ClickHouse server on this
 * machine, and the size of rows on its disk and in Parquet files.
 */
public final class ClickHouseMeasurement {
  private static final String DATABASE = "d";
  private static final int WORKERS = 4;
  private static final int ROUNDS = 3;

  /** Windows for each method; slow methods insert fewer. */
  private static final Map<InsertMethod, Integer> WINDOWS =
      Map.of(
          InsertMethod.NATIVE,
          340,
          InsertMethod.ROW_BINARY,
          340,
          InsertMethod.VALUES,
          136,
          InsertMethod.REFERENCE,
          20);

  private static final int SMOKE_WINDOWS = 40;

  private final Path work;
  private final Effort effort;
  private final SampleBatches samples = new SampleBatches();

  /** Measures in a directory that the caller empties. */
  public ClickHouseMeasurement(Path work, Effort effort) {
    this.work = work;
    this.effort = effort;
  }

  /** Measures all methods one by one, each on empty tables. */
  public void run(Results results) throws Exception {
    Files.createDirectories(work);
    Map<InsertMethod, Runs> measured = new EnumMap<>(InsertMethod.class);
    try (ClickHouseServer server = ClickHouseServer.start(work.resolve("server"))) {
      for (InsertMethod method : InsertMethod.values()) {
        measured.put(method, measure(server, method, Compression.LZ4, results));
      }
      Runs sink = measured.get(InsertMethod.NATIVE);
      Runs reference = measured.get(InsertMethod.REFERENCE);
      results.put("clickhouse.ratio.rate", sink.bestRate() / reference.bestRate(), "");
      results.put("clickhouse.ratio.cpu", sink.leastNanos() / reference.leastNanos(), "");
      sizes(server, results);
    }
  }

  private Runs measure(
      ClickHouseServer server, InsertMethod method, Compression compression, Results results)
      throws Exception {
    ConnectionSettings settings = settings(server, compression);
    int windows = effort.isSmoke() ? SMOKE_WINDOWS : WINDOWS.get(method);
    Runs runs = new Runs(server.pid());
    int rounds = Math.min(effort.rounds(), ROUNDS);
    for (int round = 0; round <= rounds; round++) {
      tables(server);
      List<Batch> batches = samples.batches(1, windows + 1);
      long rows = batches.stream().mapToLong(batch -> batch.rows().rowCount()).sum();
      runs.begin();
      method.insert(settings, batches);
      runs.end(rows, round > 0);
      check(server, rows);
    }
    results.put("clickhouse." + method.id() + ".rate", runs.bestRate(), runs.spread());
    results.put("clickhouse." + method.id() + ".cpu", runs.leastNanos(), "");
    results.put("clickhouse." + method.id() + ".server", runs.leastServerNanos(), "");
    return runs;
  }

  private void check(ClickHouseServer server, long rows) {
    long found = 0;
    for (TableSchema schema : samples.schemas()) {
      found +=
          Long.parseLong(
              server.value("SELECT count() FROM %s.%s FINAL".formatted(DATABASE, schema.name())));
    }
    if (found != rows) {
      throw new IllegalStateException(rows + " rows inserted, " + found + " found");
    }
  }

  private void sizes(ClickHouseServer server, Results results) throws Exception {
    tables(server);
    List<Batch> batches = samples.batches(1, (effort.isSmoke() ? SMOKE_WINDOWS : 600) + 1);
    InsertMethod.NATIVE.insert(settings(server, Compression.LZ4), batches);
    for (TableSchema schema : samples.schemas()) {
      server.query("OPTIMIZE TABLE %s.%s FINAL".formatted(DATABASE, schema.name()));
    }
    String size =
        server.value(
            "SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts WHERE active AND database = '%s'"
                .formatted(DATABASE));
    results.put("clickhouse.disk", Double.parseDouble(size), "all merged, LZ4 as by default");
    results.put("clickhouse.parquet", ParquetFiles.bytesARow(work.resolve("parquet"), batches), "");
  }

  private static ConnectionSettings settings(ClickHouseServer server, Compression compression) {
    return new ConnectionSettings(
        Endpoint.parseAll(server.endpoint()),
        DATABASE,
        new Login("default", "", ""),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        compression,
        Duration.ofMinutes(1),
        WORKERS);
  }

  private void tables(ClickHouseServer server) {
    server.query("DROP DATABASE IF EXISTS " + DATABASE);
    server.query("CREATE DATABASE " + DATABASE);
    for (TableSchema schema : samples.schemas()) {
      server.query(
          "CREATE TABLE %s.%s (%s) ENGINE = ReplacingMergeTree(updated_date_time) PARTITION BY toStartOfMonth(%s) ORDER BY (%s)"
              .formatted(
                  DATABASE,
                  schema.name(),
                  schema.columns().stream()
                      .map(column -> column.name() + " " + type(column.type()))
                      .collect(Collectors.joining(", ")),
                  schema.timeColumn().name(),
                  schema.sortingKey().stream()
                      .map(Column::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  private static String type(ColumnType type) {
    return switch (type) {
      case Scalar.DATETIME_MILLIS -> "DateTime64(3)";
      case Scalar.UINT16 -> "UInt16";
      case Scalar.UINT32 -> "UInt32";
      case Scalar.FLOAT32 -> "Float32";
      case Scalar.LOW_CARDINALITY_TEXT -> "LowCardinality(String)";
      case ColumnType.Buckets buckets ->
          Histogram.BUCKETS.stream()
              .map(bucket -> bucket + " UInt32")
              .collect(Collectors.joining(", ", "Tuple(", ")"));
      default -> throw new IllegalArgumentException(type + " is in no measured table");
    };
  }

  /** The runs of one method; the first is the warm-up. */
  private static final class Runs {
    private static final OperatingSystemMXBean SELF =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long server;
    private long began;
    private long ownCpu;
    private long serverCpu;
    private double bestRate;
    private double worstRate = Double.MAX_VALUE;
    private double leastNanos = Double.MAX_VALUE;
    private double leastServerNanos = Double.MAX_VALUE;

    Runs(long server) {
      this.server = server;
    }

    void begin() {
      serverCpu = serverNanos();
      ownCpu = SELF.getProcessCpuTime();
      began = System.nanoTime();
    }

    void end(long rows, boolean counts) {
      double seconds = (System.nanoTime() - began) / 1e9;
      if (counts) {
        bestRate = Math.max(bestRate, rows / seconds);
        worstRate = Math.min(worstRate, rows / seconds);
        leastNanos = Math.min(leastNanos, (SELF.getProcessCpuTime() - ownCpu) / (double) rows);
        leastServerNanos = Math.min(leastServerNanos, (serverNanos() - serverCpu) / (double) rows);
      }
    }

    private long serverNanos() {
      return ProcessHandle.of(server)
          .flatMap(process -> process.info().totalCpuDuration())
          .orElseThrow()
          .toNanos();
    }

    double bestRate() {
      return bestRate;
    }

    double leastNanos() {
      return leastNanos;
    }

    double leastServerNanos() {
      return leastServerNanos;
    }

    String spread() {
      return "worst %,.0f".formatted(worstRate);
    }
  }
}
