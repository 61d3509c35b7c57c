package io.observoor.agent.reload;

import io.observoor.agent.schedule.RecurringTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a file for changes. Reports a change once two polls see the same file, so that it is not
 * read while an editor writes it. A missing file is not a change.
 */
public final class FileWatch implements RecurringTask {
  private static final Logger LOG = LoggerFactory.getLogger("configuration");

  private static final long PERIOD = Duration.ofSeconds(1).toNanos();

  private final Path file;
  private final Runnable onChange;
  private Optional<Version> known;
  private Optional<Version> last;

  /** The attributes that a change affects; a file replaced by renaming has another key. */
  private record Version(FileTime modified, long size, String key) {}

  /** Takes the current file as unchanged; {@code onChange} runs on the scheduler's thread. */
  public FileWatch(Path file, Runnable onChange) {
    this.file = file;
    this.onChange = onChange;
    known = poll();
    last = known;
  }

  @Override
  public long run(long now) {
    Optional<Version> current = poll();
    if (current.isPresent() && current.equals(last) && !current.equals(known)) {
      known = current;
      onChange.run();
    }
    last = current;
    return PERIOD;
  }

  private Optional<Version> poll() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Version(
              attributes.lastModifiedTime(),
              attributes.size(),
              String.valueOf(attributes.fileKey())));
    } catch (IOException cause) {
      LOG.debug("cannot read the attributes of {}: {}", file, cause.toString());
      return Optional.empty();
    }
  }
}
