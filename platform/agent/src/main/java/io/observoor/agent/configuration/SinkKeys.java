package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.Key.lasting;
import static io.observoor.agent.configuration.Key.optional;
import static io.observoor.agent.configuration.Key.positive;
import static io.observoor.agent.configuration.Key.withDefault;
import static io.observoor.agent.configuration.ValueType.DURATION;
import static io.observoor.agent.configuration.ValueType.FLAG;
import static io.observoor.agent.configuration.ValueType.SECRET;
import static io.observoor.agent.configuration.ValueType.SIZE;
import static io.observoor.agent.configuration.ValueType.TEXT;
import static io.observoor.agent.configuration.ValueType.WHOLE;
import static io.observoor.agent.configuration.ValueType.oneOf;

import java.time.Duration;
import java.util.List;

/** The keys of the sinks, below {@code sinks.aggregated}. */
final class SinkKeys {
  /** Ours. On by default where a file asks for no other sink. */
  static final Key<Boolean> PARQUET_ENABLED =
      optional("sinks.aggregated.parquet.enabled", FLAG, "Write Parquet files.");

  /** Ours. */
  static final Key<String> PARQUET_DIRECTORY =
      withDefault(
              "sinks.aggregated.parquet.directory",
              TEXT,
              "./observoor-data",
              "Where they are written.")
          .must(path -> !path.isBlank(), "a directory, not an empty text");

  /** Ours. */
  static final Key<Duration> PARQUET_ROLL_INTERVAL =
      withDefault(
              "sinks.aggregated.parquet.roll_interval",
              DURATION,
              Duration.ofSeconds(60),
              "Age at which a file is closed.")
          .must(
              age -> age.toSeconds() >= 1 && age.toMillis() % 1000 == 0,
              "whole seconds, 1s at least");

  /** Ours. */
  static final Key<Long> PARQUET_ROLL_SIZE =
      withDefault(
              "sinks.aggregated.parquet.roll_size",
              SIZE,
              128L << 20,
              "Size at which a file is closed.")
          .must(bytes -> bytes >= 1L << 16, "64KiB at least");

  /** Ours. */
  static final Key<Long> PARQUET_COMPRESSION_LEVEL =
      withDefault("sinks.aggregated.parquet.compression_level", WHOLE, 3L, "Level of zstd.")
          .must(level -> level >= 1 && level <= 22, "between 1 and 22");

  static final Key<Boolean> CLICKHOUSE_ENABLED =
      withDefault("sinks.aggregated.clickhouse.enabled", FLAG, false, "Write to ClickHouse.");
  static final Key<Secret> CLICKHOUSE_ENDPOINT =
      withDefault(
          "sinks.aggregated.clickhouse.endpoint",
          SECRET,
          Secret.NONE,
          "http(s)://host:port of the HTTP interface, or host:port; several with commas between them"
              + " stand in for each other.");
  static final Key<String> CLICKHOUSE_DATABASE =
      withDefault(
          "sinks.aggregated.clickhouse.database", TEXT, "default", "Database of the tables.");
  static final Key<String> CLICKHOUSE_TABLE =
      withDefault(
          "sinks.aggregated.clickhouse.table", TEXT, "aggregated_metrics", "Accepted, not used.");
  static final Key<Long> CLICKHOUSE_BATCH_SIZE =
      positive(
          withDefault(
              "sinks.aggregated.clickhouse.batch_size", WHOLE, 10_000L, "Rows of an insert."));
  static final Key<Duration> CLICKHOUSE_FLUSH_INTERVAL =
      lasting(
          withDefault(
              "sinks.aggregated.clickhouse.flush_interval",
              DURATION,
              Duration.ofSeconds(1),
              "Age at which rows are inserted."));
  static final Key<String> CLICKHOUSE_USERNAME =
      withDefault("sinks.aggregated.clickhouse.username", TEXT, "", "User.");
  static final Key<Secret> CLICKHOUSE_PASSWORD =
      withDefault("sinks.aggregated.clickhouse.password", SECRET, Secret.NONE, "Password.");

  /** Ours. */
  static final Key<Secret> CLICKHOUSE_ACCESS_TOKEN =
      withDefault(
          "sinks.aggregated.clickhouse.access_token",
          SECRET,
          Secret.NONE,
          "Token (JWT) instead of user and password.");

  /** Ours. */
  static final Key<String> CLICKHOUSE_COMPRESSION =
      withDefault(
          "sinks.aggregated.clickhouse.compression",
          oneOf("none", "lz4", "zstd"),
          "lz4",
          "How inserts are compressed.");

  /** Ours. */
  static final Key<Long> CLICKHOUSE_WORKERS =
      positive(
          withDefault(
              "sinks.aggregated.clickhouse.workers", WHOLE, 4L, "Inserts at the same time."));

  /** Ours. */
  static final Key<Duration> CLICKHOUSE_TIMEOUT =
      lasting(
          withDefault(
              "sinks.aggregated.clickhouse.timeout",
              DURATION,
              Duration.ofSeconds(60),
              "How long an insert may take."));

  /** Ours. */
  static final Key<String> CLICKHOUSE_CA_FILE =
      withDefault(
          "sinks.aggregated.clickhouse.tls.ca_file",
          TEXT,
          "",
          "PEM file of the authority that signed the server's certificate.");

  /** Ours. */
  static final Key<String> CLICKHOUSE_CERTIFICATE_FILE =
      withDefault(
          "sinks.aggregated.clickhouse.tls.certificate_file",
          TEXT,
          "",
          "PEM file of the client's certificate.");

  /** Ours. */
  static final Key<String> CLICKHOUSE_KEY_FILE =
      withDefault(
          "sinks.aggregated.clickhouse.tls.key_file",
          TEXT,
          "",
          "PEM file of the client's private key.");

  static final Key<Boolean> CLICKHOUSE_MIGRATIONS =
      withDefault(
          "sinks.aggregated.clickhouse.migrations.enabled", FLAG, false, "Make the tables.");

  /** Ours. */
  static final Key<Boolean> CLICKHOUSE_CLUSTER =
      withDefault(
          "sinks.aggregated.clickhouse.migrations.cluster",
          FLAG,
          false,
          "Make replicated and distributed tables, on the cluster that the server's macro names.");

  /** Ours. */
  static final Key<Duration> CLICKHOUSE_TTL =
      optional(
              "sinks.aggregated.clickhouse.migrations.ttl",
              DURATION,
              "Age at which ClickHouse deletes rows; by default never.")
          .must(age -> age.toHours() >= 1, "1h at least");

  static final Key<Boolean> HTTP_ENABLED =
      withDefault("sinks.aggregated.http.enabled", FLAG, false, "Post rows to a server.");
  static final Key<Secret> HTTP_ADDRESS =
      withDefault("sinks.aggregated.http.address", SECRET, Secret.NONE, "The server's address.");
  static final Key<Secret> HTTP_HEADER =
      optional("sinks.aggregated.http.headers.<header>", SECRET, "A header of each request.");
  static final Key<String> HTTP_COMPRESSION =
      withDefault(
          "sinks.aggregated.http.compression",
          oneOf("none", "gzip", "zstd", "zlib", "snappy"),
          "gzip",
          "How bodies are compressed.");
  static final Key<Long> HTTP_BATCH_SIZE =
      positive(withDefault("sinks.aggregated.http.batch_size", WHOLE, 512L, "Rows of a request."));
  static final Key<Duration> HTTP_BATCH_TIMEOUT =
      lasting(
          withDefault(
              "sinks.aggregated.http.batch_timeout",
              DURATION,
              Duration.ofSeconds(5),
              "Age at which rows are sent."));
  static final Key<Duration> HTTP_EXPORT_TIMEOUT =
      lasting(
          withDefault(
              "sinks.aggregated.http.export_timeout",
              DURATION,
              Duration.ofSeconds(30),
              "How long a request may take."));
  static final Key<Long> HTTP_QUEUE_SIZE =
      positive(
          withDefault("sinks.aggregated.http.max_queue_size", WHOLE, 8192L, "Rows that may wait."));
  static final Key<Long> HTTP_WORKERS =
      positive(
          withDefault("sinks.aggregated.http.workers", WHOLE, 1L, "Requests at the same time."));
  static final Key<Boolean> HTTP_KEEP_ALIVE =
      withDefault("sinks.aggregated.http.keep_alive", FLAG, true, "Use connections again.");

  /** Every key of a sink. */
  static final List<Key<?>> ALL =
      List.of(
          PARQUET_ENABLED,
          PARQUET_DIRECTORY,
          PARQUET_ROLL_INTERVAL,
          PARQUET_ROLL_SIZE,
          PARQUET_COMPRESSION_LEVEL,
          CLICKHOUSE_ENABLED,
          CLICKHOUSE_ENDPOINT,
          CLICKHOUSE_DATABASE,
          CLICKHOUSE_TABLE,
          CLICKHOUSE_BATCH_SIZE,
          CLICKHOUSE_FLUSH_INTERVAL,
          CLICKHOUSE_USERNAME,
          CLICKHOUSE_PASSWORD,
          CLICKHOUSE_ACCESS_TOKEN,
          CLICKHOUSE_COMPRESSION,
          CLICKHOUSE_WORKERS,
          CLICKHOUSE_TIMEOUT,
          CLICKHOUSE_CA_FILE,
          CLICKHOUSE_CERTIFICATE_FILE,
          CLICKHOUSE_KEY_FILE,
          CLICKHOUSE_MIGRATIONS,
          CLICKHOUSE_CLUSTER,
          CLICKHOUSE_TTL,
          HTTP_ENABLED,
          HTTP_ADDRESS,
          HTTP_HEADER,
          HTTP_COMPRESSION,
          HTTP_BATCH_SIZE,
          HTTP_BATCH_TIMEOUT,
          HTTP_EXPORT_TIMEOUT,
          HTTP_QUEUE_SIZE,
          HTTP_WORKERS,
          HTTP_KEEP_ALIVE);

  private SinkKeys() {}
}
