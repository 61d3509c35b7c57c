package io.observoor.sinks.clickhouse.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How ClickHouse is reached.
 *
 * @param endpoints servers that stand in for each other, at least one
 * @param database where names without a database belong
 * @param login who the agent is
 * @param authority a PEM file of authorities to trust, instead of the machine's
 * @param certificate a PEM file of the client's certificate and what leads to its authority
 * @param key a PEM file of the private key of that certificate
 * @param compression how requests are compressed
 * @param timeout how long a request may take; a tenth of it, 10 s at most, to connect
 * @param workers how many requests run at the same time
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

  /** How requests are compressed. */
  public enum Compression {
    /** Not at all. */
    NONE,
    /** Quickly. */
    LZ4,
    /** Well. */
    ZSTD
  }

  /** Checks what belongs together. */
  public ConnectionSettings {
    endpoints = List.copyOf(endpoints);
    require(!endpoints.isEmpty(), "endpoint: must not be empty");
    require(!database.isBlank(), "database: must not be empty");
    require(workers >= 1, "workers: must be at least 1");
    require(timeout.isPositive(), "timeoutMillis: must be at least 1");
    require(
        certificate.isPresent() == key.isPresent(),
        "certificateFile, keyFile: a certificate needs its key and a key its certificate");
  }

  /** The same for one request at a time: what is asked outside of the inserts. */
  public ConnectionSettings alone() {
    return new ConnectionSettings(
        endpoints, database, login, authority, certificate, key, compression, timeout, 1);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("configuration io.observoor.sinks.clickhouse: " + message);
    }
  }
}
