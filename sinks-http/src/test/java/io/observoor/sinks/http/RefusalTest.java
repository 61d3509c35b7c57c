package io.observoor.sinks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.SinkException;
import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse rows because of their content. */
@Timeout(60)
final class RefusalTest {
  @TempDir Path directory;

  private Settings settings(TestServer server) {
    return Samples.settings(server.address(), directory.resolve("quarantine"));
  }

  /** Refuses requests with a bad line. */
  private static TestServer.Handler refusing(int status, Predicate<String> bad) {
    return (_, request) -> request.lines().stream().anyMatch(bad) ? status : 200;
  }

  private List<String> quarantined() throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(directory.resolve("quarantine"))) {
      try (Stream<Path> files = Files.list(directory.resolve("quarantine"))) {
        for (Path file : files.toList()) {
          assertTrue(file.getFileName().toString().matches("http-\\d{4}-\\d\\d-\\d\\d.ndjson"));
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  private static List<String> rows(List<String> quarantined) {
    return quarantined.stream()
        .map(line -> line.substring(line.indexOf("\"row\":") + 6, line.length() - 1))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void quarantinesOnlyTheRefusedRow(int status) throws Exception {
    Batch batch = Samples.batch(1, 500);
    String bad = Samples.lines(batch).get(321);
    try (TestServer server = TestServer.start().respond(refusing(status, bad::equals));
        OpenSink sink =
            OpenSink.of(SettingsBuilder.of(settings(server)).requestRows(512).build())) {
      sink.sink().write(batch);
      assertEquals(1, sink.sink().flush());
      List<String> good = new ArrayList<>(Samples.lines(batch));
      good.remove(bad);
      assertEquals(good.stream().sorted().toList(), server.accepted());
      assertEquals(List.of(bad), rows(quarantined()));
      String line = quarantined().getFirst();
      assertTrue(line.contains("\"status\":" + status + ",\"answer\":\"answer to "), line);
      assertTrue(line.contains("\"key\":\"a1b2-c3/1.321-1.321\""), line);
      assertEquals(1, sink.measurement("quarantined_rows", ""));
    }
  }

  /** The server refuses the first 200 rows and two single ones. */
  @Test
  void quarantinesManyRefusedRows() throws Exception {
    Batch batch = Samples.batch(1, 1_000);
    List<String> lines = Samples.lines(batch);
    List<String> bad = new ArrayList<>(lines.subList(0, 200));
    bad.add(lines.get(777));
    bad.add(lines.get(999));
    try (TestServer server = TestServer.start().respond(refusing(400, bad::contains));
        OpenSink sink =
            OpenSink.of(SettingsBuilder.of(settings(server)).requestRows(100).workers(3).build())) {
      sink.sink().write(batch);
      assertEquals(1, sink.sink().flush());
      assertEquals(bad.stream().sorted().toList(), rows(quarantined()));
      assertEquals(1_000 - bad.size(), server.accepted().size());
    }
  }

  /** The first request contains only bad rows, before the server has accepted any row. */
  @Test
  void aRefusedBatchDoesNotDelayTheNext() throws Exception {
    Batch bad = Samples.batch(1, 4);
    Batch good = Samples.batch(2, 4);
    try (TestServer server =
            TestServer.start().respond(refusing(400, Samples.lines(bad)::contains));
        OpenSink sink = OpenSink.of(SettingsBuilder.of(settings(server)).requestRows(1).build())) {
      sink.sink().write(bad);
      sink.sink().write(good);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.lines(good), server.accepted());
      assertEquals(Samples.lines(bad), rows(quarantined()));
    }
  }

  @Test
  void quarantinesNothingWhenTheServerRefusesEveryRow() throws Exception {
    try (TestServer server = TestServer.start().respond((_, _) -> 400);
        OpenSink sink = OpenSink.of(settings(server))) {
      sink.sink().write(Samples.batch(1, 100));
      SinkException failure = assertThrows(SinkException.class, () -> sink.sink().flush());
      assertTrue(failure.getMessage().contains("to every row"), failure::getMessage);
      server.respond((_, _) -> 200);
      sink.reopen(0);
      sink.sink().write(Samples.batch(1, 100));
      assertEquals(1, sink.sink().flush());
      assertEquals(100, server.accepted().size());
      assertEquals(List.of(), quarantined());
    }
  }

  @Test
  void reportsAServerThatRefusesEveryRowWithoutAFlush() throws Exception {
    try (TestServer server = TestServer.start().respond((_, _) -> 400);
        OpenSink sink =
            OpenSink.of(
                SettingsBuilder.of(settings(server)).timeout(Duration.ofMillis(100)).build())) {
      sink.sink().write(Samples.batch(1, 10));
      assertThrows(
          SinkException.class,
          () -> Await.until("idle() reports the refusal", sink.sink()::idle, _ -> false));
    }
  }

  @Test
  void postsRowsAgainWhenTheQuarantineFails() throws Exception {
    Batch batch = Samples.batch(1, 10);
    String bad = Samples.lines(batch).get(3);
    Files.writeString(directory.resolve("quarantine"), "not a directory");
    try (TestServer server = TestServer.start().respond(refusing(400, bad::equals));
        OpenSink sink = OpenSink.of(settings(server))) {
      sink.sink().write(batch);
      SinkException failure = assertThrows(SinkException.class, () -> sink.sink().flush());
      assertTrue(
          failure.getMessage().contains("cannot write refused rows to the quarantine"),
          failure::getMessage);
      Files.delete(directory.resolve("quarantine"));
      sink.reopen(0);
      sink.sink().write(batch);
      sink.sink().write(Samples.batch(2, 10));
      assertEquals(2, sink.sink().flush());
      assertEquals(List.of(bad), rows(quarantined()));
      // Accepted rows were not posted again.
      assertEquals(19, server.accepted().size());
    }
  }

  @Test
  void completesATornLineBeforeAppending() throws Exception {
    Batch batch = Samples.batch(1, 10);
    List<String> bad = Samples.lines(batch).subList(3, 5);
    try (TestServer server = TestServer.start().respond(refusing(400, bad::contains));
        OpenSink sink = OpenSink.of(settings(server))) {
      sink.sink().write(batch);
      sink.sink().flush();
      Path file;
      try (Stream<Path> files = Files.list(directory.resolve("quarantine"))) {
        file = files.findFirst().orElseThrow();
      }
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 20));
      sink.reopen(1);
      Batch next = Samples.batch(2, 10);
      server.respond(refusing(400, Samples.lines(next).get(0)::equals));
      sink.sink().write(next);
      assertEquals(2, sink.sink().flush());
      assertEquals(3, quarantined().size());
      assertFalse(quarantined().getLast().isEmpty());
      assertEquals(Samples.lines(next).getFirst(), rows(quarantined().subList(2, 3)).getFirst());
    }
  }
}
