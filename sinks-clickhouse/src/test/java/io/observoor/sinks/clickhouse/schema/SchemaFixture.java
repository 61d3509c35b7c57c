package io.observoor.sinks.clickhouse.schema;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.sink.SinkException;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Starts a real server for the tests of a class; each test has its own database. */
abstract class SchemaFixture {
  private static final Path FOLDER = Path.of("..", "deploy", "migrations");

  /** A clock at which no migration is recent. */
  static final InstantSource LATER = () -> Instant.now().plus(Duration.ofMinutes(2));

  static ClickHouseServer server;

  String database;
  HttpSqlExecutor single;
  HttpSqlExecutor cluster;

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = ClickHouseServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect(TestInfo test) {
    database = test.getTestMethod().orElseThrow().getName();
    single = HttpSqlExecutor.at(server.endpoint());
    cluster = HttpSqlExecutor.clusterAt(server.endpoint());
  }

  @AfterEach
  void disconnect() {
    single.close();
    cluster.close();
  }

  static Migrations migrations(TableTopology topology) {
    return Migrations.in(FOLDER.resolve(topology.folder()));
  }

  /** Returns a manager that creates tables. */
  SchemaManager creating() {
    return manager(single, true, false, Duration.ZERO, InstantSource.system());
  }

  /** Returns a manager that only checks tables. */
  SchemaManager checking() {
    return manager(single, false, false, Duration.ZERO, InstantSource.system());
  }

  SchemaManager manager(
      SqlExecutor server,
      boolean makeTables,
      boolean isCluster,
      Duration timeToLive,
      InstantSource clock) {
    return new SchemaManager(
        server,
        SchemaFixture::migrations,
        new SchemaSettings(database, makeTables, isCluster, timeToLive),
        clock);
  }

  /** Returns version and dirty flag of the stored state. */
  String state() {
    return String.join(
        " ",
        server
            .query(
                "SELECT version, dirty FROM "
                    + database
                    + ".schema_migrations ORDER BY sequence DESC LIMIT 1")
            .getFirst());
  }

  /** Writes a state as golang-migrate does, dated five minutes ago. */
  void writeState(long version, int dirty) {
    server.query("CREATE DATABASE IF NOT EXISTS " + database);
    server.query(
        "CREATE TABLE IF NOT EXISTS %s.schema_migrations (version Int64, dirty UInt8, sequence UInt64) Engine=TinyLog"
            .formatted(database));
    server.query(
        "INSERT INTO %s.schema_migrations (version, dirty, sequence) VALUES (%d, %d, %d)"
            .formatted(
                database, version, dirty, (System.currentTimeMillis() - 300_000) * 1_000_000));
  }

  List<String> tables() {
    return server
        .query("SELECT name FROM system.tables WHERE database = '" + database + "' ORDER BY name")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  static void assertRefused(String part, Executable action) {
    String message = assertThrows(SinkException.class, action).getMessage();
    assertTrue(message.contains(part), message);
  }
}
