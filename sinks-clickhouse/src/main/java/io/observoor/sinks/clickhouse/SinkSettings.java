package io.observoor.sinks.clickhouse;

import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings.Compression;
import io.observoor.sinks.clickhouse.connection.Endpoint;
import io.observoor.sinks.clickhouse.connection.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The validated configuration of the sink.
 *
 * @param connection how to connect
 * @param batchRows the number of pending rows at which they are inserted
 * @param flushInterval the age of the oldest pending row at which they are inserted
 * @param quarantine the directory of refused rows
 * @param quarantineBytes the maximum size of its files
 */
record SinkSettings(
    ConnectionSettings connection,
    long batchRows,
    Duration flushInterval,
    Path quarantine,
    long quarantineBytes) {

  SinkSettings {
    require(batchRows >= 1, "batchRows", "at least 1");
    require(!flushInterval.isNegative(), "flushMillis", "at least 0");
    require(quarantineBytes >= 1, "quarantineBytes", "at least 1");
  }

  static SinkSettings of(ClickHouseSinkConfiguration configuration) {
    return new SinkSettings(
        new ConnectionSettings(
            Endpoint.parseAll(configuration._endpoint()),
            configuration.database(),
            Login.of(
                configuration.username(),
                configuration._password(),
                configuration._accessToken(),
                configuration._endpoint()),
            path(configuration.authorityFile()),
            path(configuration.certificateFile()),
            path(configuration.keyFile()),
            compression(configuration.compression()),
            Duration.ofMillis(configuration.timeoutMillis()),
            configuration.workers()),
        configuration.batchRows(),
        Duration.ofMillis(configuration.flushMillis()),
        Path.of(configuration.quarantineDirectory())
            .toAbsolutePath()
            .normalize()
            .resolve(ClickHouseSink.NAME),
        configuration.quarantineBytes());
  }

  private static Optional<Path> path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static Compression compression(String text) {
    for (Compression compression : Compression.values()) {
      if (compression.name().toLowerCase(Locale.ROOT).equals(text)) {
        return compression;
      }
    }
    throw refusal("compression", "none, lz4 or zstd");
  }

  private static void require(boolean holds, String key, String range) {
    if (!holds) {
      throw refusal(key, range);
    }
  }

  private static IllegalArgumentException refusal(String key, String range) {
    return new IllegalArgumentException(
        "configuration " + ClickHouseSinkConfiguration.PID + ": " + key + " must be " + range);
  }
}
