package io.observoor.sinks.clickhouse;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.ClientType;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.SinkContext;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings.Compression;
import io.observoor.sinks.clickhouse.connection.Endpoint;
import io.observoor.sinks.clickhouse.connection.Login;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Batches, tables and settings for tests. */
final class Samples {
  static final String INSTALLATION = "a1b2-c3";
  static final long NOON = Instant.parse("2026-03-04T12:00:00Z").toEpochMilli();
  static final SinkContext BEGINNING = new SinkContext(INSTALLATION, 0);

  private Samples() {}

  static ConnectionSettings connection(String endpoints) {
    return connection(endpoints, new Login("default", "", ""));
  }

  static ConnectionSettings connection(String endpoints, Login login) {
    return new ConnectionSettings(
        Endpoint.parseAll(endpoints),
        "d",
        login,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Compression.LZ4,
        Duration.ofSeconds(30),
        4);
  }

  static SinkSettings settings(ConnectionSettings connection, Path quarantine) {
    return new SinkSettings(connection, 10_000, Duration.ofSeconds(1), quarantine, 1L << 30);
  }

  /** Creates a sink with a stopped clock: it inserts on flush or at 10,000 rows. */
  static ClickHouseSink sink(String endpoints, Path quarantine) {
    return new ClickHouseSink(settings(connection(endpoints), quarantine), () -> 0);
  }

  static TableContext context(long startMillis) {
    long slotStart = Math.floorDiv(startMillis, 12_000) * 12_000;
    return new TableContext(
        new Window(startMillis, startMillis + 1_000, slotStart / 12_000, slotStart),
        startMillis + 1_234,
        "client-ä",
        "mainnet");
  }

  /** Creates the batch of the second with its sequence. */
  static Batch batch(long sequence, Table... tables) {
    return new Batch(
        INSTALLATION, sequence, new WindowRows(context(NOON + sequence * 1_000), List.of(tables)));
  }

  /** Creates a counter with pids 1 to {@code rows}, for the batch with this sequence. */
  static Table counter(String name, long sequence, int rows) {
    TableBuilder builder = new TableBuilder(MetricDeclaration.counter(name).schema());
    for (int pid = 1; pid <= rows; pid++) {
      builder.process(pid, ClientType.GETH.id(), Sampling.NONE).real(0.5f * pid).number(pid);
    }
    return builder.build(context(NOON + sequence * 1_000));
  }

  /** Creates a latency whose values differ between rows. */
  static Table latency(String name, long sequence, int rows) {
    TableBuilder builder = new TableBuilder(MetricDeclaration.latency(name).schema());
    int[] counts = new int[Histogram.SIZE];
    SplittableRandom random = new SplittableRandom(sequence);
    for (int row = 0; row < rows; row++) {
      int mixed = random.nextInt(1 << 16);
      for (int bucket = 0; bucket < Histogram.SIZE; bucket++) {
        counts[bucket] = mixed >> bucket;
      }
      builder
          .process(1_000 + row, row % ClientType.values().length, Sampling.NONE)
          .real(mixed * 1.7f)
          .number(mixed)
          .real(mixed * 0.01f)
          .real(mixed * 1.1f)
          .buckets(counts, 0);
    }
    return builder.build(context(NOON + sequence * 1_000));
  }

  /** Creates the database and tables for these schemas. */
  static void create(ClickHouseServer server, TableSchema... schemas) {
    server.query("CREATE DATABASE IF NOT EXISTS d");
    for (TableSchema schema : schemas) {
      server.query(
          "CREATE TABLE d.%s (%s) ENGINE = ReplacingMergeTree(updated_date_time) ORDER BY (%s)"
              .formatted(
                  schema.name(),
                  schema.columns().stream()
                      .map(column -> "`" + column.name() + "` " + type(column.type()))
                      .collect(Collectors.joining(", ")),
                  schema.sortingKey().stream()
                      .map(Column::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  static String type(ColumnType type) {
    return switch (type) {
      case Scalar.DATETIME_MILLIS -> "DateTime64(3)";
      case Scalar.BOOL -> "Bool";
      case Scalar.UINT8 -> "UInt8";
      case Scalar.UINT16 -> "UInt16";
      case Scalar.UINT32 -> "UInt32";
      case Scalar.UINT64 -> "UInt64";
      case Scalar.INT32 -> "Int32";
      case Scalar.INT64 -> "Int64";
      case Scalar.FLOAT32 -> "Float32";
      case Scalar.TEXT -> "String";
      case Scalar.LOW_CARDINALITY_TEXT -> "LowCardinality(String)";
      case ColumnType.Array array -> "Array(" + type(array.element()) + ")";
      case ColumnType.Buckets buckets ->
          Histogram.BUCKETS.stream()
              .map(bucket -> bucket + " UInt32")
              .collect(Collectors.joining(", ", "Tuple(", ")"));
    };
  }

  /** Returns a measurement of the sink, summed over its labels. */
  static double measured(ClickHouseSink sink, String name) {
    return sink.measurements().stream()
        .filter(it -> it.name().equals(name))
        .mapToDouble(Measurement::value)
        .sum();
  }
}
