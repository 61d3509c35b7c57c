package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note, beside the spool's file, of the run that has it open: a note that is there at the start
 * tells that the last run was killed, and from when on its events are lost. One that cannot be read
 * tells so too, with the time of its last write. A disk that refuses it fails nothing: the batches
 * matter.
 */
final class RunNote {
  private static final Logger LOG = LoggerFactory.getLogger(RunNote.class);

  /** What an {@link Instant} takes, with its nanoseconds and the end of the line. */
  private static final int LENGTH = 31;

  private final Path file;
  private final NoteFile note;
  private boolean begun;

  RunNote(Path file) {
    this.file = file;
    this.note = new NoteFile(file, LENGTH);
  }

  /**
   * A run begins. If the last one did not end, says in the log what it lost.
   *
   * @return until when that run's windows are stored; empty when it ended, and for every call but
   *     the first
   */
  Optional<Instant> begin() {
    if (begun) {
      return Optional.empty();
    }
    begun = true;
    Optional<Instant> killedAfter = killedAfter();
    killedAfter.ifPresent(
        end ->
            LOG.warn(
                "the last run did not end in order: its windows up to {} are kept, what came after is lost",
                end));
    stored(System.currentTimeMillis());
    return killedAfter;
  }

  /** Until when the windows of a run that did not end are stored; empty when it ended. */
  private Optional<Instant> killedAfter() {
    try {
      return Optional.of(Instant.parse(Files.readString(file, StandardCharsets.US_ASCII).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | DateTimeParseException e) {
      LOG.debug("{} cannot be read", file, e);
      return lastWritten();
    }
  }

  private Optional<Instant> lastWritten() {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      LOG.debug("{} has no time of its last write", file, e);
      return Optional.empty();
    }
  }

  /** The windows up to this time, ms since 1970, are stored. */
  void stored(long endMillis) {
    try {
      note.write(Instant.ofEpochMilli(endMillis).toString());
    } catch (IOException e) {
      LOG.debug("{} cannot be written", file, e);
    }
  }

  /** The run ends in order. */
  void end() {
    try (note) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", file, e);
    }
  }
}
