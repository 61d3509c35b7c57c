package io.observoor.sinks.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.Login;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery to a real server: each row appears once, whatever fails. */
final class DeliveryTest {
  @TempDir private Path directory;
  private ClickHouseServer server;
  private ClickHouseSink sink;

  @BeforeEach
  void start() {
    server = ClickHouseServer.start(directory.resolve("server"));
    Samples.create(
        server, Samples.counter("a", 0, 1).schema(), Samples.latency("b", 0, 1).schema());
    sink = Samples.sink(server.endpoint(), directory.resolve("q"));
  }

  @AfterEach
  void stop() {
    sink.close();
    server.close();
  }

  private String total(String table) {
    return server.value("SELECT concat(count(), ' ', sum(count)) FROM d.%s FINAL".formatted(table));
  }

  @Test
  void insertsAtTheRowCountOrTheAge() throws Exception {
    AtomicLong clock = new AtomicLong();
    ClickHouseSink timed =
        new ClickHouseSink(
            Samples.settings(Samples.connection(server.endpoint()), directory.resolve("q")),
            clock::get);
    timed.open(Samples.BEGINNING);
    assertEquals(1, timed.write(Samples.batch(1)), "a batch without rows is durable at once");
    assertEquals(1, timed.write(Samples.batch(2, Samples.counter("a", 2, 10))));
    assertEquals(1, timed.idle());
    assertEquals("0", server.value("SELECT count() FROM d.a"));
    clock.addAndGet(1_000_000_000);
    assertEquals(2, timed.idle());
    assertEquals("10", server.value("SELECT count() FROM d.a"));
    assertEquals(2, timed.write(Samples.batch(3, Samples.counter("a", 3, 9_999))));
    assertEquals(4, timed.write(Samples.batch(4, Samples.counter("a", 4, 1))));
    assertEquals("10010", server.value("SELECT count() FROM d.a"));
    timed.close();
  }

  @Test
  void redeliveredRowsAppearOnce() throws Exception {
    for (long from : new long[] {0, 0, 2, 3}) {
      sink.open(new SinkContext(Samples.INSTALLATION, from));
      for (long sequence = from + 1; sequence <= 5; sequence++) {
        sink.write(
            Samples.batch(
                sequence, Samples.counter("a", sequence, 100), Samples.latency("b", sequence, 7)));
      }
      assertEquals(5, sink.flush());
      sink.close();
    }
    assertEquals("500 25250", total("a"));
    assertEquals("35", server.value("SELECT count() FROM d.b FINAL"));
    assertEquals(0, Samples.measured(sink, "export_batch_errors"));
  }

  @Test
  void aKilledServerGetsTheRowsAfterItsRestart() throws Exception {
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, Samples.counter("a", 1, 10)));
    assertEquals(1, sink.flush());
    sink.write(Samples.batch(2, Samples.counter("a", 2, 10)));
    server.kill();
    SinkException failure = assertThrows(SinkException.class, sink::flush);
    assertTrue(failure.getMessage().startsWith("cannot insert into d.a on http://127.0.0.1:"));
    assertTrue(failure.getMessage().contains("start ClickHouse"), failure.getMessage());
    sink.close();
    assertEquals(0, Samples.measured(sink, "clickhouse_connected"));
    assertEquals(1, Samples.measured(sink, "export_batch_errors"));
    SinkException down =
        assertThrows(SinkException.class, () -> sink.open(new SinkContext("a1b2-c3", 1)));
    assertEquals(2, Samples.measured(sink, "export_batch_errors"));
    assertTrue(down.getMessage().startsWith("cannot connect to http://"), down.getMessage());
    server.start();
    sink.open(new SinkContext(Samples.INSTALLATION, 1));
    sink.write(Samples.batch(2, Samples.counter("a", 2, 10)));
    assertEquals(2, sink.flush());
    assertEquals(1, Samples.measured(sink, "clickhouse_connected"));
    assertEquals("20 110", total("a"));
  }

  @Test
  void reportsAWrongPasswordWithoutShowingIt() throws Exception {
    ClickHouseSink wrong =
        new ClickHouseSink(
            Samples.settings(
                Samples.connection(server.endpoint(), new Login("observoor", "the wrong one", "")),
                directory.resolve("q")),
            () -> 0);
    SinkException refused = assertThrows(SinkException.class, () -> wrong.open(Samples.BEGINNING));
    assertTrue(refused.getMessage().contains("refused credentials"), refused.getMessage());
    assertTrue(refused.getMessage().contains("user observoor"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("the wrong one"), refused.getMessage());
    wrong.close();
    ClickHouseSink right =
        new ClickHouseSink(
            Samples.settings(
                Samples.connection(
                    server.endpoint(), new Login("observoor", ClickHouseServer.PASSWORD, "")),
                directory.resolve("q")),
            () -> 0);
    right.open(Samples.BEGINNING);
    right.write(Samples.batch(1, Samples.counter("a", 1, 3)));
    assertEquals(1, right.flush());
    right.close();
    assertEquals("3 6", total("a"));
  }

  @Test
  void usesTheNextEndpointWhenOneFails() throws Exception {
    try (ClickHouseServer other = ClickHouseServer.start(directory.resolve("other"))) {
      Samples.create(other, Samples.counter("a", 0, 1).schema());
      ClickHouseSink both =
          Samples.sink(server.endpoint() + ", " + other.endpoint(), directory.resolve("q2"));
      both.open(Samples.BEGINNING);
      both.write(Samples.batch(1, Samples.counter("a", 1, 3)));
      assertEquals(1, both.flush());
      server.kill();
      both.write(Samples.batch(2, Samples.counter("a", 2, 3)));
      assertThrows(SinkException.class, both::flush);
      both.close();
      both.open(new SinkContext(Samples.INSTALLATION, 1));
      both.write(Samples.batch(2, Samples.counter("a", 2, 3)));
      assertEquals(2, both.flush());
      both.close();
      server.start();
      both.open(new SinkContext(Samples.INSTALLATION, 2));
      both.write(Samples.batch(3, Samples.counter("a", 3, 3)));
      assertEquals(3, both.flush());
      both.close();
      assertEquals("3 6", total("a"));
      assertEquals(
          List.of(List.of("6")),
          other.query("SELECT count() FROM d.a FINAL"),
          "the sink stays with the second endpoint");
    }
  }

  @Test
  void aMissingDatabaseFailsTheSink() throws Exception {
    server.query("DROP DATABASE d");
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, Samples.counter("a", 1, 3)));
    SinkException missing = assertThrows(SinkException.class, sink::flush);
    assertTrue(missing.getMessage().contains("no such database"), missing.getMessage());
  }

  @Test
  void insertIntoADistributedTableWaitsForItsShards() throws Exception {
    server.query("RENAME TABLE d.a TO d.a_local");
    server.query(
        "CREATE TABLE d.a AS d.a_local ENGINE = Distributed('{cluster}', d, a_local, rand())");
    sink.open(Samples.BEGINNING);
    for (int sequence = 1; sequence <= 3; sequence++) {
      sink.write(Samples.batch(sequence, Samples.counter("a", sequence, 100)));
      assertEquals(sequence, sink.flush());
      assertEquals(Integer.toString(100 * sequence), server.value("SELECT count() FROM d.a_local"));
    }
  }

  @Test
  void clickHouseDropsARepeatedInsert() throws Exception {
    server.query("ALTER TABLE d.a MODIFY SETTING non_replicated_deduplication_window = 100");
    for (int i = 0; i < 3; i++) {
      sink.open(Samples.BEGINNING);
      sink.write(Samples.batch(1, Samples.counter("a", 1, 100)));
      sink.write(Samples.batch(2, Samples.counter("a", 2, 50)));
      assertEquals(2, sink.flush());
      sink.close();
    }
    sink.open(new SinkContext(Samples.INSTALLATION, 2));
    sink.write(Samples.batch(3, Samples.counter("a", 3, 50)));
    assertEquals(3, sink.flush());
    assertEquals("200", server.value("SELECT count() FROM d.a"));
    assertEquals(0, Samples.measured(sink, "export_batch_errors"));
  }

  @Test
  void countsRowsOnceWithAMaterializedView() throws Exception {
    server.query("CREATE TABLE d.copy (n UInt32) ENGINE = MergeTree ORDER BY n");
    server.query(
        "CREATE MATERIALIZED VIEW d.view TO d.copy AS SELECT toUInt32(count) AS n FROM d.a");
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, Samples.counter("a", 1, 10)));
    assertEquals(1, sink.flush());
    assertEquals("10", server.value("SELECT count() FROM d.copy"));
  }
}
