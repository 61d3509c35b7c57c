package io.observoor.sinks.clickhouse.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The form of a cluster, on one server: without replication and ON CLUSTER, which the engine of the
 * tests has not. What is left out is compared with the other form as text.
 */
class ClusterTest extends SchemaFixture {
  private static final Migrations SINGLE = migrations(Form.SINGLE);
  private static final Migrations CLUSTER = migrations(Form.CLUSTER);

  private SchemaKeeper clustered(boolean configured, Duration timeToLive) {
    return keeper(cluster, true, configured, timeToLive, InstantSource.system());
  }

  /** Statement by statement, all but replication is that of one server. */
  @Test
  void theTablesAreThoseOfOneServer() {
    List<Migration> single = SINGLE.steps();
    List<Migration> clustered = CLUSTER.steps();
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
          HttpServer.withoutReplication(local.up())
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
  void rowsGoThroughTheDistributedTable() throws SinkException, InterruptedException {
    clustered(true, Duration.ZERO).prepare();
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
    assertEquals(77, clustered(true, Duration.ZERO).down(Integer.MAX_VALUE, progress::add));
    assertEquals(List.of("schema_migrations"), tables());
  }

  /** Its configuration file says nothing of a cluster, its tables do. */
  @Test
  void theReferencesTablesShowThatTheyAreOfACluster() throws SinkException {
    clustered(true, Duration.ZERO).prepare();
    server.query("DROP TABLE " + database + ".observoor_losses");
    server.query("DROP TABLE " + database + ".observoor_losses_local");
    server.query("DROP TABLE " + database + ".schema_migrations");
    writeState(7, 0);

    clustered(false, Duration.ZERO).prepare();

    assertEquals(CLUSTER.newest() + " 0", state());
    assertEquals(77, tables().size());
  }

  @Test
  void tablesOfOneServerAreNotTakenForACluster() throws SinkException {
    keeper(http, true, false, Duration.ZERO, InstantSource.system()).prepare();
    assertRefused("holds rows of one server", () -> clustered(true, Duration.ZERO).prepare());
  }

  @Test
  void aCustomMetricGrowsOnEveryServer() throws SinkException {
    server.query("CREATE DATABASE " + database);
    SchemaKeeper keeper = clustered(true, Duration.ofDays(3));
    Column hits = Column.value("hits", Scalar.UINT32);
    Column path = Column.dimension("path", Scalar.LOW_CARDINALITY_TEXT);
    assertInstanceOf(
        TableCheck.Ready.class, keeper.ensure(TableSchema.ofProcesses("mine", List.of(hits))));
    assertEquals(List.of("mine", "mine_local"), tables());

    cluster.executed.clear();
    assertInstanceOf(
        TableCheck.Ready.class,
        keeper.ensure(TableSchema.ofProcesses("mine", List.of(path, hits))));

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
