package io.observoor.sinks.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The checked configuration of the sink.
 *
 * @param target where requests go, with their headers
 * @param compression how bodies are compressed
 * @param requestRows the most rows of a request
 * @param requestAge when rows are posted even if they are fewer
 * @param timeout how long a request may take, with its answer
 * @param queueRows the most rows in memory
 * @param workers the most requests at the same time
 * @param keepAlive whether a connection serves several requests
 * @param quarantine where refused rows are kept
 */
record Settings(
    Target target,
    Compression compression,
    int requestRows,
    Duration requestAge,
    Duration timeout,
    int queueRows,
    int workers,
    boolean keepAlive,
    Path quarantine) {

  /** Checks the ranges; a request never has more rows than may be in memory. */
  Settings {
    require(requestRows > 0, "batchRows", "at least 1");
    require(!requestAge.isNegative(), "batchMillis", "at least 0");
    require(timeout.isPositive(), "timeoutMillis", "at least 1");
    require(queueRows > 0, "queueRows", "at least 1");
    require(workers > 0 && workers <= 1_000, "workers", "1 to 1000");
    requestRows = Math.min(requestRows, queueRows);
  }

  static Settings of(HttpSinkConfiguration configuration, String version) {
    return new Settings(
        Target.of(configuration._address(), Arrays.asList(configuration._headers()), version),
        Compression.of(configuration.compression()),
        configuration.batchRows(),
        Duration.ofMillis(configuration.batchMillis()),
        Duration.ofMillis(configuration.timeoutMillis()),
        configuration.queueRows(),
        configuration.workers(),
        configuration.keepAlive(),
        Path.of(configuration.quarantineDirectory()).toAbsolutePath().normalize());
  }

  static void require(boolean holds, String key, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "configuration " + HttpSinkConfiguration.PID + ": " + key + " must be " + range);
    }
  }

  /** The names of the ways to compress, for messages. */
  static List<String> compressions() {
    return Arrays.stream(Compression.values()).map(Compression::text).toList();
  }
}
