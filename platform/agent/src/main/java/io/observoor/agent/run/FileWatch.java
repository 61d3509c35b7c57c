package io.observoor.agent.run;

import io.observoor.agent.ticker.Task;
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
 * Looks now and then whether a file is another one than before. A change counts when the file is
 * the same at two looks, so that nobody reads it while an editor writes it; a file that is not
 * there is no change.
 */
final class FileWatch implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private static final long PERIOD = Duration.ofSeconds(1).toNanos();

  private final Path file;
  private final Runnable onChange;
  private Optional<Look> known;
  private Optional<Look> last;

  /** What a change of the file changes; the key is another one when it was replaced by renaming. */
  private record Look(FileTime modified, long size, String key) {}

  /** A file as it is now, and what is done when it changes: on the ticker's thread, so quickly. */
  FileWatch(Path file, Runnable onChange) {
    this.file = file;
    this.onChange = onChange;
    known = look();
    last = known;
  }

  @Override
  public long run(long now) {
    Optional<Look> look = look();
    if (look.isPresent() && look.equals(last) && !look.equals(known)) {
      known = look;
      onChange.run();
    }
    last = look;
    return PERIOD;
  }

  private Optional<Look> look() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Look(
              attributes.lastModifiedTime(),
              attributes.size(),
              String.valueOf(attributes.fileKey())));
    } catch (IOException cause) {
      LOG.debug("cannot look at {}: {}", file, cause.toString());
      return Optional.empty();
    }
  }
}
