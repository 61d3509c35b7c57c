package io.observoor.sinks.clickhouse.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a connection to ClickHouse.
 *
 * @param endpoints at least one; the first that answers is used
 * @param database the default database
 * @param login the credentials
 * @param authority PEM file of trusted authorities, in place of those of the JDK
 * @param certificate PEM file of the client's certificate chain
 * @param key PEM file of that certificate's private key
 * @param compression the compression of requests
 * @param timeout of a request; connecting may take a tenth of it, at most 10 s
 * @param workers the number of concurrent requests
 */
public record ConnectionSettings(
    List<Endpoint> endpoints,
    String database,
    Login login,
    Optional<Path> authority,
    Optional<Path> certificate,
    Optional<Path> key,
    Compression compression,
    Duration timeout,
    int workers) {

  /** The compression of requests. */
  public enum Compression {
    NONE,
    LZ4,
    ZSTD
  }

  public ConnectionSettings {
    endpoints = List.copyOf(endpoints);
    require(!endpoints.isEmpty(), "endpoint: must not be empty");
    require(!database.isBlank(), "database: must not be empty");
    require(workers >= 1, "workers: must be at least 1");
    require(timeout.isPositive(), "timeoutMillis: must be at least 1");
    require(
        certificate.isPresent() == key.isPresent(),
        "certificateFile, keyFile: configure both or neither");
  }

  /** Returns these settings with one request at a time, for requests outside of the inserts. */
  public ConnectionSettings forOneRequestAtATime() {
    return new ConnectionSettings(
        endpoints, database, login, authority, certificate, key, compression, timeout, 1);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("configuration io.observoor.sinks.clickhouse: " + message);
    }
  }
}
