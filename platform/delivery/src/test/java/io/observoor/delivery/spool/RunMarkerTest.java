package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next start knows about a killed run. */
final class RunMarkerTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("spool.running");
  }

  @Test
  void aRunThatEndedInOrderLeavesNoMarker() {
    RunMarker first = new RunMarker(file);
    assertEquals(Optional.empty(), first.begin());
    first.stored(1_000);
    first.end();

    assertEquals(Optional.empty(), new RunMarker(file).begin());
  }

  @Test
  void theMarkerOfAKilledRunHoldsTheEndOfItsLastStoredWindow() {
    RunMarker killed = new RunMarker(file);
    killed.begin();
    killed.stored(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());

    RunMarker next = new RunMarker(file);
    assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:05Z")), next.begin());
    assertEquals(Optional.empty(), next.begin(), "reported once");
  }

  /** A process that is killed while it writes must leave a whole line. */
  @Test
  void theLineIsReplacedWithoutTruncation() throws IOException {
    RunMarker run = new RunMarker(file);
    run.begin();
    run.stored(Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli());
    long length = Files.size(file);
    Object inode = Files.getAttribute(file, "unix:ino");

    run.stored(Instant.parse("2026-01-02T03:04:06Z").toEpochMilli());

    assertEquals(length, Files.size(file));
    assertEquals(inode, Files.getAttribute(file, "unix:ino"));
    assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:06Z")), new RunMarker(file).begin());
  }

  /** A power cut, or an older agent, can leave such a marker. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no time", "2026-01-02T03:"})
  void theModificationTimeOfABrokenMarkerCounts(String broken) throws IOException {
    Instant written = Instant.parse("2026-01-02T03:04:05Z");
    Files.writeString(file, broken);
    Files.setLastModifiedTime(file, FileTime.from(written));

    assertEquals(Optional.of(written), new RunMarker(file).begin());
  }

  @Test
  void aMarkerThatCannotBeWrittenIsIgnored() throws IOException {
    RunMarker run = new RunMarker(directory.resolve("missing").resolve("spool.running"));
    assertEquals(Optional.empty(), run.begin());
    run.stored(1_000);
    run.end();
  }
}
