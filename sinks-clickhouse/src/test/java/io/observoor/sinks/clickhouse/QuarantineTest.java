package io.observoor.sinks.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.Login;
import io.observoor.sinks.clickhouse.quarantine.QuarantineCommands;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a real server refuses go to the quarantine; all others are inserted. */
final class QuarantineTest {
  private static final TableSchema A = Samples.counter("a", 0, 1).schema();
  private static final TableSchema B = Samples.counter("b", 0, 1).schema();

  /** A user who may insert into only one of the two tables. */
  private static final String LIMITED =
      """
      <limited>
        <password></password>
        <networks><ip>::/0</ip></networks>
        <profile>default</profile>
        <quota>default</quota>
        <grants><query>GRANT SELECT, INSERT ON d.b</query></grants>
      </limited>
      """;

  @TempDir private Path directory;
  private Path quarantine;
  private ClickHouseServer server;
  private ClickHouseSink sink;

  @BeforeEach
  void start() throws Exception {
    quarantine = directory.resolve("q");
    server = ClickHouseServer.start(directory.resolve("server"), LIMITED);
    sink = Samples.sink(server.endpoint(), quarantine);
  }

  @AfterEach
  void stop() {
    sink.close();
    server.close();
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(quarantine)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(quarantine)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void deliver(long from, long to) throws Exception {
    sink.open(new SinkContext(Samples.INSTALLATION, from));
    for (long sequence = from + 1; sequence <= to; sequence++) {
      sink.write(
          Samples.batch(
              sequence, Samples.counter("a", sequence, 50), Samples.counter("b", sequence, 50)));
    }
    assertEquals(to, sink.flush());
    sink.close();
  }

  private String total(String table) {
    return server.value("SELECT concat(count(), ' ', sum(count)) FROM d.%s FINAL".formatted(table));
  }

  @Test
  void aMissingTableDoesNotBlockTheOthers() throws Exception {
    Samples.create(server, A);
    deliver(0, 3);
    assertEquals("150 3825", total("a"));
    assertEquals(3, files().size());
    List<String> lines = Files.readAllLines(files().getFirst());
    assertEquals(51, lines.size());
    assertTrue(
        lines.getFirst().startsWith("{\"table\":\"b\",\"batch\":1,\"rows\":50,\"time\":\"20"),
        lines.getFirst());
    assertTrue(lines.getFirst().contains("no such table"), lines.getFirst());
    assertTrue(
        lines.get(1).startsWith("{\"updated_date_time\":\"2026-03-04T12:00:02.234Z\","),
        lines.get(1));
    assertEquals(150, Samples.measured(sink, "quarantined_rows"));
    assertEquals(3, Samples.measured(sink, "quarantine_files"));

    deliver(1, 4);
    assertEquals(4, files().size(), "redelivered rows replace their file");
    assertEquals(200, Samples.measured(sink, "quarantined_rows"));

    assertEquals(
        "a file is refused again",
        assertThrows(SinkException.class, () -> QuarantineCommands.send(sink))
            .getMessage()
            .replaceAll(".*refused again.*", "a file is refused again"));
    assertEquals(4, files().size());
    Samples.create(server, B);
    String sent = QuarantineCommands.send(sink, "b/a1b2-c3-000000000002.ndjson");
    assertTrue(sent.contains("50 rows sent"), sent);
    assertEquals(3, files().size());
    assertTrue(QuarantineCommands.list(sink).contains("b/a1b2-c3-000000000003.ndjson"));
    String listed = QuarantineCommands.list(sink, "-j");
    assertTrue(
        listed.startsWith("{\"files\":[{\"file\":\"") && listed.contains("\"rows\":"), listed);
    assertThrows(IllegalArgumentException.class, () -> QuarantineCommands.list(sink, "-x"));
    assertTrue(QuarantineCommands.send(sink).contains("3 files sent"));
    assertEquals("{\"files\":[]}\n", QuarantineCommands.send(sink, "--json"));
    assertEquals(List.of(), files());
    assertEquals("200 5100", total("b"));
    assertEquals(0, Samples.measured(sink, "quarantine_files"));
    assertTrue(QuarantineCommands.list(sink).contains("empty"));
  }

  @Test
  void rowsOfEveryTypeCanBeSentAgain() throws Exception {
    server.query("CREATE DATABASE d");
    Samples.create(server, A);
    sink.open(Samples.BEGINNING);
    sink.write(Samples.batch(1, TypesTest.extremes(1)));
    assertEquals(1, sink.flush());
    Samples.create(server, TypesTest.extremes(1).schema());
    QuarantineCommands.send(sink);
    TypesTest.assertExtremes(server);
  }

  @Test
  void findsBadRowsAmongGoodOnes() throws Exception {
    Samples.create(server, A, B);
    server.query("ALTER TABLE d.a ADD CONSTRAINT odd CHECK pid NOT IN (7, 33)");
    deliver(0, 20);
    assertEquals("960 24700", total("a"));
    assertEquals("1000 25500", total("b"));
    assertEquals(20, files().size());
    List<String> lines = Files.readAllLines(files().getFirst());
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).contains("\"pid\":7,"), lines.get(1));
    assertTrue(lines.get(2).contains("\"pid\":33,"), lines.get(2));
    assertTrue(lines.getFirst().contains("odd"), lines.getFirst());
  }

  @Test
  void aMissingColumnQuarantinesTheRows() throws Exception {
    Samples.create(server, A, B);
    server.query("ALTER TABLE d.a DROP COLUMN sum");
    deliver(0, 1);
    assertEquals("0", server.value("SELECT count() FROM d.a"));
    assertEquals("50 1275", total("b"));
    assertEquals(1, files().size());
    assertTrue(Files.readString(files().getFirst()).contains("the columns do not match"));
  }

  @Test
  void aTableWithoutPrivilegesDoesNotBlockTheOthers() throws Exception {
    Samples.create(server, A, B);
    sink.close();
    sink =
        new ClickHouseSink(
            Samples.settings(
                Samples.connection(server.endpoint(), new Login("limited", "", "")), quarantine),
            () -> 0);
    for (int attempt = 1; attempt < 5; attempt++) {
      SinkException once = assertThrows(SinkException.class, () -> deliver(0, 1));
      assertTrue(once.getMessage().contains("missing privileges"), once.getMessage());
      assertEquals(List.of(), files(), "a failure that may be temporary quarantines nothing");
      sink.close();
    }
    deliver(0, 1);
    assertEquals("50 1275", total("b"));
    assertTrue(Files.readString(files().getFirst()).contains("missing privileges"));

    sink.open(new SinkContext(Samples.INSTALLATION, 1));
    sink.write(Samples.batch(2, Samples.counter("a", 2, 5)));
    SinkException none = assertThrows(SinkException.class, sink::flush);
    assertTrue(none.getMessage().contains("GRANT them"), none.getMessage());
  }

  @Test
  void tooManyPartsQuarantinesNothing() throws Exception {
    Samples.create(server, A, B);
    server.query("SYSTEM STOP MERGES d.a");
    server.query(
        "ALTER TABLE d.a MODIFY SETTING parts_to_throw_insert = 2, parts_to_delay_insert = 1000");
    sink.open(Samples.BEGINNING);
    SinkException full = null;
    for (int sequence = 1; full == null && sequence < 10; sequence++) {
      sink.write(Samples.batch(sequence, Samples.counter("a", sequence, 5)));
      try {
        sink.flush();
      } catch (SinkException e) {
        full = e;
      }
    }
    assertTrue(full.getMessage().contains("too many parts"), full.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void aFullQuarantineFailsTheSink() throws Exception {
    Samples.create(server, A);
    sink =
        new ClickHouseSink(
            new SinkSettings(
                Samples.connection(server.endpoint()),
                10_000,
                Duration.ofSeconds(1),
                quarantine,
                30_000),
            () -> 0);
    deliver(0, 1);
    sink.open(new SinkContext(Samples.INSTALLATION, 1));
    sink.write(Samples.batch(2, Samples.counter("b", 2, 50)));
    SinkException full = assertThrows(SinkException.class, sink::flush);
    assertTrue(full.getMessage().contains("is full"), full.getMessage());
    assertTrue(full.getMessage().contains("quarantine-send"), full.getMessage());
    assertEquals(1, files().size());
  }
}
