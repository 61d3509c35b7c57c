package io.observoor.sinks.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * The sink's validated configuration.
 *
 * @param endpoint the server and the headers of each request
 * @param compression the compression of bodies
 * @param requestRows the maximum rows of a request
 * @param requestAge the age at which a request with fewer rows is posted
 * @param timeout the maximum time of a request, from connecting to the end of the response
 * @param queueRows the maximum rows in memory
 * @param workers the maximum number of concurrent requests
 * @param keepAlive whether a connection serves several requests
 * @param quarantine the directory of refused rows
 */
record Settings(
    Endpoint endpoint,
    Compression compression,
    int requestRows,
    Duration requestAge,
    Duration timeout,
    int queueRows,
    int workers,
    boolean keepAlive,
    Path quarantine) {

  /** Checks the ranges; limits a request to the rows that may be in memory. */
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
        Endpoint.of(configuration._address(), Arrays.asList(configuration._headers()), version),
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
      throw invalid(key + " must be " + range);
    }
  }

  static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException(
        "configuration " + HttpSinkConfiguration.PID + ": " + reason);
  }
}
