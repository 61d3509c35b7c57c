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

/** Servers that refuse rows for what they are. */
@Timeout(60)
final class RefusalTest {
  @TempDir Path directory;

  private Settings settings(Receiver receiver) {
    return Samples.settings(receiver.address(), directory.resolve("quarantine"));
  }

  /** Refuses a request when one of its lines is bad. */
  private static Receiver.Behaviour refusing(int status, Predicate<String> bad) {
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
  void oneBadRowTakesNoOtherAlong(int status) throws Exception {
    Batch batch = Samples.batch(1, 500);
    String bad = Samples.lines(batch).get(321);
    try (Receiver receiver = Receiver.start().that(refusing(status, bad::equals));
        OpenSink sink = OpenSink.of(Change.of(settings(receiver)).requestRows(512).done())) {
      sink.sink().write(batch);
      assertEquals(1, sink.sink().flush());
      List<String> good = new ArrayList<>(Samples.lines(batch));
      good.remove(bad);
      assertEquals(good.stream().sorted().toList(), receiver.taken());
      assertEquals(List.of(bad), rows(quarantined()));
      String line = quarantined().getFirst();
      assertTrue(line.contains("\"status\":" + status + ",\"answer\":\"answer to "), line);
      assertTrue(line.contains("\"key\":\"a1b2-c3/1.321-1.321\""), line);
      assertEquals(1, sink.measured("quarantined_rows", ""));
    }
  }

  /** The rows of two hundred in front, and one here and there. */
  @Test
  void manyBadRows() throws Exception {
    Batch batch = Samples.batch(1, 1_000);
    List<String> lines = Samples.lines(batch);
    List<String> bad = new ArrayList<>(lines.subList(0, 200));
    bad.add(lines.get(777));
    bad.add(lines.get(999));
    try (Receiver receiver = Receiver.start().that(refusing(400, bad::contains));
        OpenSink sink =
            OpenSink.of(Change.of(settings(receiver)).requestRows(100).workers(3).done())) {
      sink.sink().write(batch);
      assertEquals(1, sink.sink().flush());
      assertEquals(bad.stream().sorted().toList(), rows(quarantined()));
      assertEquals(1_000 - bad.size(), receiver.taken().size());
    }
  }

  /** A parcel of bad rows only comes first: it is not known yet that the others will be taken. */
  @Test
  void aBadBatchDoesNotHoldUpTheNext() throws Exception {
    Batch bad = Samples.batch(1, 4);
    Batch good = Samples.batch(2, 4);
    try (Receiver receiver = Receiver.start().that(refusing(400, Samples.lines(bad)::contains));
        OpenSink sink = OpenSink.of(Change.of(settings(receiver)).requestRows(1).done())) {
      sink.sink().write(bad);
      sink.sink().write(good);
      assertEquals(2, sink.sink().flush());
      assertEquals(Samples.lines(good), receiver.taken());
      assertEquals(Samples.lines(bad), rows(quarantined()));
    }
  }

  @Test
  void aServerThatRefusesEverythingIsNotTheRowsFault() throws Exception {
    try (Receiver receiver = Receiver.start().that((_, _) -> 400);
        OpenSink sink = OpenSink.of(settings(receiver))) {
      sink.sink().write(Samples.batch(1, 100));
      SinkException failure = assertThrows(SinkException.class, () -> sink.sink().flush());
      assertTrue(failure.getMessage().contains("to every row"), failure::getMessage);
      receiver.that((_, _) -> 200);
      sink.again(0);
      sink.sink().write(Samples.batch(1, 100));
      assertEquals(1, sink.sink().flush());
      assertEquals(100, receiver.taken().size());
      assertEquals(List.of(), quarantined());
    }
  }

  @Test
  void aServerThatRefusesEverythingIsToldWithoutAFlush() throws Exception {
    try (Receiver receiver = Receiver.start().that((_, _) -> 400);
        OpenSink sink =
            OpenSink.of(Change.of(settings(receiver)).timeout(Duration.ofMillis(100)).done())) {
      sink.sink().write(Samples.batch(1, 10));
      assertThrows(
          SinkException.class,
          () -> Await.until("idle() reports the refusal", sink.sink()::idle, _ -> false));
    }
  }

  @Test
  void rowsThatCannotBeKeptComeAgain() throws Exception {
    Batch batch = Samples.batch(1, 10);
    String bad = Samples.lines(batch).get(3);
    Files.writeString(directory.resolve("quarantine"), "a file is in the way");
    try (Receiver receiver = Receiver.start().that(refusing(400, bad::equals));
        OpenSink sink = OpenSink.of(settings(receiver))) {
      sink.sink().write(batch);
      SinkException failure = assertThrows(SinkException.class, () -> sink.sink().flush());
      assertTrue(failure.getMessage().contains("cannot be kept"), failure::getMessage);
      Files.delete(directory.resolve("quarantine"));
      sink.again(0);
      sink.sink().write(batch);
      sink.sink().write(Samples.batch(2, 10));
      assertEquals(2, sink.sink().flush());
      assertEquals(List.of(bad), rows(quarantined()));
      // those that were taken before did not come again
      assertEquals(19, receiver.taken().size());
    }
  }

  @Test
  void aTornLineStaysAlone() throws Exception {
    Batch batch = Samples.batch(1, 10);
    List<String> bad = Samples.lines(batch).subList(3, 5);
    try (Receiver receiver = Receiver.start().that(refusing(400, bad::contains));
        OpenSink sink = OpenSink.of(settings(receiver))) {
      sink.sink().write(batch);
      sink.sink().flush();
      Path file;
      try (Stream<Path> files = Files.list(directory.resolve("quarantine"))) {
        file = files.findFirst().orElseThrow();
      }
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 20));
      sink.again(1);
      Batch next = Samples.batch(2, 10);
      receiver.that(refusing(400, Samples.lines(next).get(0)::equals));
      sink.sink().write(next);
      assertEquals(2, sink.sink().flush());
      assertEquals(3, quarantined().size());
      assertFalse(quarantined().getLast().isEmpty());
      assertEquals(Samples.lines(next).getFirst(), rows(quarantined().subList(2, 3)).getFirst());
    }
  }
}
