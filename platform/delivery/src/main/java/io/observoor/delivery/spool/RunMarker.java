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
 * A file, beside the spool's, that exists while a run has the spool open and holds the end of the
 * last stored window. If it exists at the start, the last run was killed, and events after that
 * time are lost; if it is unreadable, the time of its last write counts. Failures to write it are
 * ignored.
 */
final class RunMarker {
  private static final Logger LOG = LoggerFactory.getLogger("spool");

  /** The longest {@link Instant} with nanoseconds, and a line feed. */
  private static final int LENGTH = 31;

  private final Path path;
  private final OneLineFile file;
  private boolean begun;

  RunMarker(Path path) {
    this.path = path;
    this.file = new OneLineFile(path, LENGTH);
  }

  /**
   * Begins a run; logs what the last one lost if it was killed.
   *
   * @return the time up to which that run's windows are stored; empty when it ended in order, and
   *     for all calls but the first
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
                "the last run of the agent ended without a shutdown: its windows up to {} are"
                    + " stored, events after that are lost",
                end));
    stored(System.currentTimeMillis());
    return killedAfter;
  }

  private Optional<Instant> killedAfter() {
    try {
      return Optional.of(Instant.parse(Files.readString(path, StandardCharsets.US_ASCII).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | DateTimeParseException e) {
      LOG.debug("cannot read {}", path, e);
      return lastWritten();
    }
  }

  private Optional<Instant> lastWritten() {
    try {
      return Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (IOException e) {
      LOG.debug("cannot read the modification time of {}", path, e);
      return Optional.empty();
    }
  }

  /** Records the end of a stored window, in ms since 1970. */
  void stored(long endMillis) {
    try {
      file.write(Instant.ofEpochMilli(endMillis).toString());
    } catch (IOException e) {
      LOG.debug("cannot write {}", path, e);
    }
  }

  /** Ends the run in order. */
  void end() {
    try (file) {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("cannot delete {}", path, e);
    }
  }
}
