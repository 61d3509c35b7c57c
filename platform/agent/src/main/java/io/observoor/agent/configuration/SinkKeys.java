package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.Key.lasting;
import static io.observoor.agent.configuration.Key.positive;
import static io.observoor.agent.configuration.ValueType.DURATION;
import static io.observoor.agent.configuration.ValueType.FLAG;
import static io.observoor.agent.configuration.ValueType.SECRET;
import static io.observoor.agent.configuration.ValueType.SIZE;
import static io.observoor.agent.configuration.ValueType.TEXT;
import static io.observoor.agent.configuration.ValueType.WHOLE;
import static io.observoor.agent.configuration.ValueType.oneOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of the sinks, below {@code sinks.aggregated}. Each names the property of the sink's OSGi
 * configuration that gets its value; a property whose name begins with a dot is private: it does
 * not become a property of the sink's service.
 */
final class SinkKeys {
  /** The sink that writes Parquet files. */
  static final String PARQUET = "parquet";

  /** The sink that writes to ClickHouse. */
  static final String CLICKHOUSE = "clickhouse";

  /** The sink that posts to an HTTP server. */
  static final String HTTP = "http";

  private static final String SECTION = "sinks.aggregated.";
  private static final List<Key<?>> DECLARED = new ArrayList<>();

  /** True by default where a file enables no other sink, or has a section for this one. */
  static final Key<Boolean> PARQUET_ENABLED = key("parquet.enabled", FLAG);

  static final Key<String> PARQUET_DIRECTORY =
      key("parquet.directory", TEXT)
          .orElse("./observoor-data")
          .must(path -> !path.isBlank(), "a directory, not an empty text");

  static final Key<Boolean> CLICKHOUSE_ENABLED = key("clickhouse.enabled", FLAG).orElse(false);

  /** http(s)://HOST:PORT of the HTTP interface or HOST:PORT; several separated by commas. */
  static final Key<Secret> CLICKHOUSE_ENDPOINT =
      key("clickhouse.endpoint", SECRET).orElse(Secret.NONE).property(".endpoint");

  static final Key<Secret> CLICKHOUSE_PASSWORD =
      key("clickhouse.password", SECRET).orElse(Secret.NONE).property(".password");

  static final Key<Boolean> HTTP_ENABLED = key("http.enabled", FLAG).orElse(false);

  static final Key<Secret> HTTP_ADDRESS =
      key("http.address", SECRET).orElse(Secret.NONE).property(".address");

  static final Key<Secret> HTTP_HEADER = key("http.headers.<header>", SECRET);

  static {
    // Parquet has no section in the reference
    key("parquet.roll_interval", DURATION)
        .orElse(Duration.ofSeconds(60))
        .must(
            age -> age.toSeconds() >= 1 && age.toMillis() % 1000 == 0,
            "whole seconds, and at least 1s")
        .property("rollSeconds", Duration::toSeconds);
    key("parquet.roll_size", SIZE)
        .orElse(128L << 20)
        .must(bytes -> bytes >= 1L << 16, "at least 64KiB")
        .property("rollBytes");
    key("parquet.compression_level", WHOLE)
        .orElse(3L)
        .must(level -> level >= 1 && level <= 22, "between 1 and 22")
        .property("compressionLevel");

    // ClickHouse, as in the reference; the table's name is accepted and not used
    key("clickhouse.table", TEXT).orElse("aggregated_metrics");
    key("clickhouse.database", TEXT).orElse("default").property("database");
    positive(key("clickhouse.batch_size", WHOLE).orElse(10_000L)).property("batchRows");
    lasting(key("clickhouse.flush_interval", DURATION).orElse(Duration.ofSeconds(1)))
        .property("flushMillis", Duration::toMillis);
    key("clickhouse.username", TEXT).orElse("").property("username");
    key("clickhouse.migrations.enabled", FLAG).orElse(false).property("makeTables");
    // ClickHouse, ours
    key("clickhouse.access_token", SECRET).orElse(Secret.NONE).property(".accessToken");
    key("clickhouse.compression", oneOf("none", "lz4", "zstd"))
        .orElse("lz4")
        .property("compression");
    positive(key("clickhouse.workers", WHOLE).orElse(4L)).property("workers");
    lasting(key("clickhouse.timeout", DURATION).orElse(Duration.ofSeconds(60)))
        .property("timeoutMillis", Duration::toMillis);
    file("clickhouse.tls.ca_file", "authorityFile");
    file("clickhouse.tls.certificate_file", "certificateFile");
    file("clickhouse.tls.key_file", "keyFile");
    key("clickhouse.migrations.cluster", FLAG).orElse(false).property("cluster");
    key("clickhouse.migrations.ttl", DURATION)
        .must(age -> age.toHours() >= 1, "at least 1h")
        .property("ttlSeconds", Duration::toSeconds);

    // HTTP, as in the reference
    key("http.compression", oneOf("none", "gzip", "zstd", "zlib", "snappy"))
        .orElse("gzip")
        .property("compression");
    positive(key("http.batch_size", WHOLE).orElse(512L)).property("batchRows");
    lasting(key("http.batch_timeout", DURATION).orElse(Duration.ofSeconds(5)))
        .property("batchMillis", Duration::toMillis);
    lasting(key("http.export_timeout", DURATION).orElse(Duration.ofSeconds(30)))
        .property("timeoutMillis", Duration::toMillis);
    positive(key("http.max_queue_size", WHOLE).orElse(8192L)).property("queueRows");
    positive(key("http.workers", WHOLE).orElse(1L)).property("workers");
    key("http.keep_alive", FLAG).orElse(true).property("keepAlive");
  }

  private SinkKeys() {}

  private static <T> Key<T> key(String path, ValueType<T> type) {
    Key<T> key = new Key<>(SECTION + path, type);
    DECLARED.add(key);
    return key;
  }

  private static void file(String path, String property) {
    key(path, TEXT)
        .orElse("")
        .property(
            property, file -> file.isEmpty() ? "" : Path.of(file).toAbsolutePath().toString());
  }

  /** Every key of a sink. */
  static List<Key<?>> all() {
    return Collections.unmodifiableList(DECLARED);
  }

  /** The OSGi configuration of a sink; {@link Secret}s stay wrapped. */
  static Map<String, Object> properties(Settings settings, String sink) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Key<?> key : DECLARED) {
      if (key.path().startsWith(SECTION + sink + ".")) {
        key.export(settings, properties);
      }
    }
    if (sink.equals(HTTP)) {
      List<Secret> headers = new ArrayList<>();
      for (String name : settings.names(SECTION + "http.headers")) {
        settings
            .find(HTTP_HEADER, name)
            .ifPresent(value -> headers.add(new Secret(name + ": " + value.reveal())));
      }
      properties.put(".headers", List.copyOf(headers));
    }
    return properties;
  }
}
