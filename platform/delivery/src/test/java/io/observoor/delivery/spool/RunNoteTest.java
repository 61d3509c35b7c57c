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

/** What the next start knows of a run that was killed. */
final class RunNoteTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("spool.running");
  }

  @Test
  void aRunThatEndedLeavesNothing() {
    RunNote first = new RunNote(file);
    assertEquals(Optional.empty(), first.begin());
    first.stored(1_000);
    first.end();

    assertEquals(Optional.empty(), new RunNote(file).begin());
  }

  @Test
  void aKilledRunTellsUntilWhenItsWindowsAreStored() {
    RunNote killed = new RunNote(file);
    killed.begin();
    killed.stored(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());

    RunNote next = new RunNote(file);
    assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:05Z")), next.begin());
    assertEquals(Optional.empty(), next.begin(), "said once");
  }

  /** A process that is killed while it writes must leave a line. */
  @Test
  void aLineIsReplacedWithoutBeingCutFirst() throws IOException {
    RunNote run = new RunNote(file);
    run.begin();
    run.stored(Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli());
    long length = Files.size(file);
    Object inode = Files.getAttribute(file, "unix:ino");

    run.stored(Instant.parse("2026-01-02T03:04:06Z").toEpochMilli());

    assertEquals(length, Files.size(file));
    assertEquals(inode, Files.getAttribute(file, "unix:ino"));
    assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:06Z")), new RunNote(file).begin());
  }

  /** As a power cut, or the agent before this one, can leave it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no time", "2026-01-02T03:"})
  void aBrokenNoteTellsWhenItWasWritten(String broken) throws IOException {
    Instant written = Instant.parse("2026-01-02T03:04:05Z");
    Files.writeString(file, broken);
    Files.setLastModifiedTime(file, FileTime.from(written));

    assertEquals(Optional.of(written), new RunNote(file).begin());
  }

  @Test
  void aNoteThatCannotBeWrittenIsNoReasonToStop() throws IOException {
    RunNote run = new RunNote(directory.resolve("missing").resolve("spool.running"));
    assertEquals(Optional.empty(), run.begin());
    run.stored(1_000);
    run.end();
  }
}
