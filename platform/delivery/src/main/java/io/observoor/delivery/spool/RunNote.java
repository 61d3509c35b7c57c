package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note, beside the spool's file, of the run that has it open: a note that is there at the start
 * tells that the last run was killed, and from when on its events are lost. Written without a sync,
 * like {@link LastSequence}. A disk that refuses it fails nothing: the batches matter.
 */
final class RunNote {
  private static final Logger LOG = LoggerFactory.getLogger(RunNote.class);

  private final Path file;
  private boolean begun;

  RunNote(Path file) {
    this.file = file;
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
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} cannot be read", file, e);
      return Optional.empty();
    }
  }

  /** The windows up to this time, ms since 1970, are stored. */
  void stored(long endMillis) {
    try {
      Files.writeString(file, Instant.ofEpochMilli(endMillis) + "\n", StandardCharsets.US_ASCII);
    } catch (IOException e) {
      LOG.debug("{} cannot be written", file, e);
    }
  }

  /** The run ends in order. */
  void end() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", file, e);
    }
  }
}
