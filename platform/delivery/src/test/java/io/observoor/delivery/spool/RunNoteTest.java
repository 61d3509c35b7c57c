package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aBrokenNoteIsNoReasonToStop() throws IOException {
    Files.writeString(file, "no time");

    assertEquals(Optional.empty(), new RunNote(file).begin());
  }
}
