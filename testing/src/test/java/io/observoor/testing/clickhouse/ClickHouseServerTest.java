package io.observoor.testing.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseServerTest {
  @TempDir Path directory;

  @Test
  void keepsItsRowsAfterKillAndStop() {
    try (ClickHouseServer server = ClickHouseServer.start(directory)) {
      server.query("CREATE DATABASE d");
      server.query("CREATE TABLE d.t (n UInt32) ENGINE = MergeTree ORDER BY n");
      server.query("INSERT INTO d.t SELECT number FROM numbers(7)");
      server.kill();
      assertFalse(server.answers());
      server.start();
      server.query("INSERT INTO d.t SELECT number FROM numbers(4)");
      server.stop();
      server.start();
      assertEquals(List.of(List.of("11", "27")), server.query("SELECT count(), sum(n) FROM d.t"));
    }
  }

  @Test
  void hasACluster() {
    try (ClickHouseServer server = ClickHouseServer.start(directory)) {
      server.query("CREATE DATABASE d");
      server.query("CREATE TABLE d.t_local (n UInt32) ENGINE = MergeTree ORDER BY n");
      server.query(
          "CREATE TABLE d.t AS d.t_local ENGINE = Distributed('{cluster}', d, t_local, n)");
      server.query("INSERT INTO d.t SETTINGS distributed_foreground_insert = 1 VALUES (3)");
      assertEquals("3", server.value("SELECT sum(n) FROM d.t"));
    }
  }
}
