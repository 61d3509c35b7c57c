package io.observoor.sinks.clickhouse.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The topology of a cluster, on one server: without replication and ON CLUSTER, which the engine of
 * the tests lacks. These clauses are compared as text.
 */
class ClusterTest extends SchemaFixture {
  private static final Migrations SINGLE = migrations(TableTopology.SINGLE);
  private static final Migrations CLUSTER = migrations(TableTopology.CLUSTER);

  private SchemaManager clusterManager(boolean configured, Duration timeToLive) {
    return manager(cluster, true, configured, timeToLive, InstantSource.system());
  }

  /** Compares each statement, except for replication, with that for one server. */
  @Test
  void clusterTablesEqualThoseOfOneServer() {
    List<Migration> single = SINGLE.all();
    List<Migration> clustered = CLUSTER.all();
    assertEquals(single.getFirst(), clustered.getFirst());
    assertEquals(2 * single.size() - 1, clustered.size());
    for (int i = 1; i < single.size(); i++) {
      Migration one = single.get(i);
      Migration local = clustered.get(2 * i - 1);
      Migration distributed = clustered.get(2 * i);
      assertEquals(one.table() + "_local", local.table());
      assertEquals(one.table(), distributed.table());
      assertEquals(
          one.up(),
          HttpSqlExecutor.withoutReplication(local.up())
              .replaceFirst("EXISTS " + local.table(), "EXISTS " + one.table()));
      assertTrue(
          local
              .up()
              .contains(
                  "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{cluster}/{database}/tables/{table}/{shard}', '{replica}', updated_date_time)"),
          local.up());
      String time = one.up().contains("event_time") ? "event_time" : "window_start";
      String comment = one.up().substring(one.up().lastIndexOf("\nCOMMENT"));
      assertEquals(
          "CREATE TABLE IF NOT EXISTS %s ON CLUSTER '{cluster}' AS %s\nENGINE = Distributed('{cluster}', currentDatabase(), '%s', cityHash64(%s, meta_network_name, meta_client_name))%s"
              .formatted(one.table(), local.table(), local.table(), time, comment),
          distributed.up());
      for (Migration step : List.of(local, distributed)) {
        assertEquals(
            "DROP TABLE IF EXISTS " + step.table() + " ON CLUSTER '{cluster}' SYNC", step.down());
      }
    }
  }

  @Test
  void insertsThroughTheDistributedTable() throws SinkException, InterruptedException {
    clusterManager(true, Duration.ZERO).prepare();
    assertEquals(77, tables().size());
    assertTrue(cluster.executed.getFirst().endsWith("ON CLUSTER '{cluster}'"));

    for (int i = 0; i < 2; i++) {
      server.query(
          "INSERT INTO %s.net_io (window_start, pid, meta_network_name, direction) SETTINGS distributed_foreground_insert = 1 VALUES ('2026-01-01 00:00:00', 1, 'mainnet', 'tx')"
              .formatted(database));
    }
    assertEquals("1", server.value("SELECT count() FROM " + database + ".net_io FINAL"));
    assertEquals("1", server.value("SELECT count() FROM " + database + ".net_io_local FINAL"));
    assertEquals(
        "net_io",
        server.value(
            "SELECT table FROM system.columns WHERE database = '%s' AND table IN ('net_io', 'net_io_local') GROUP BY table HAVING groupArray((name, type, default_expression, comment)) = (SELECT groupArray((name, type, default_expression, comment)) FROM system.columns WHERE database = '%s' AND table = 'net_io_local') ORDER BY table"
                .formatted(database, database)));

    List<String> progress = new ArrayList<>();
    assertEquals(77, clusterManager(true, Duration.ZERO).down(Integer.MAX_VALUE, progress::add));
    assertEquals(List.of("schema_migrations"), tables());
  }

  /** The reference agent's configuration does not mention the cluster. */
  @Test
  void recognisesAClusterByTheReferenceAgentsTables() throws SinkException {
    clusterManager(true, Duration.ZERO).prepare();
    server.query("DROP TABLE " + database + ".observoor_losses");
    server.query("DROP TABLE " + database + ".observoor_losses_local");
    server.query("DROP TABLE " + database + ".schema_migrations");
    writeState(7, 0);

    clusterManager(false, Duration.ZERO).prepare();

    assertEquals(CLUSTER.newest() + " 0", state());
    assertEquals(77, tables().size());
  }

  @Test
  void refusesTablesOfOneServerForACluster() throws SinkException {
    manager(single, true, false, Duration.ZERO, InstantSource.system()).prepare();
    assertRefused("holds rows of one server", () -> clusterManager(true, Duration.ZERO).prepare());
  }

  @Test
  void extendsTheTablesOfACustomMetric() throws SinkException {
    server.query("CREATE DATABASE " + database);
    SchemaManager manager = clusterManager(true, Duration.ofDays(3));
    Column hits = Column.value("hits", Scalar.UINT32);
    Column path = Column.dimension("path", Scalar.LOW_CARDINALITY_TEXT);
    assertEquals(Optional.empty(), manager.ensure(TableSchema.ofProcesses("mine", List.of(hits))));
    assertEquals(List.of("mine", "mine_local"), tables());

    cluster.executed.clear();
    assertEquals(
        Optional.empty(), manager.ensure(TableSchema.ofProcesses("mine", List.of(path, hits))));

    assertEquals(2, cluster.executed.size());
    assertEquals(
        "meta_network_name, window_start, meta_client_name, pid, client_type, path",
        server.value(
            "SELECT sorting_key FROM system.tables WHERE name = 'mine_local' AND database = '"
                + database
                + "'"));
    assertEquals(
        "path",
        server.value(
            "SELECT name FROM system.columns WHERE table = 'mine' AND position = 10 AND database = '"
                + database
                + "'"));
  }
}
