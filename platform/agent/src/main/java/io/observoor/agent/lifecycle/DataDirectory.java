package io.observoor.agent.lifecycle;

import io.observoor.agent.run.CannotRunException;
import io.observoor.common.Sizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The locked directory of one agent: two agents in one directory would use the same batch numbers.
 * The kernel releases the lock when the process ends.
 */
final class DataDirectory implements AutoCloseable {
  /** With less, the disk would be full before the first files are complete. */
  private static final long MINIMUM_FREE = 16L << 20;

  private static final int LONGEST_PID = 16;

  private final FileChannel channel;

  private DataDirectory(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Creates the directory if it is missing, and locks it.
   *
   * @throws CannotRunException if it is in use, not writable, or full
   */
  static DataDirectory open(Path directory) throws CannotRunException {
    try {
      Files.createDirectories(directory);
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < MINIMUM_FREE) {
        throw new CannotRunException(
            "the disk of data directory "
                + directory
                + " is full ("
                + Sizes.format(free)
                + " free): make room, or choose another directory with --data");
      }
      return lock(directory);
    } catch (FileAlreadyExistsException cause) {
      throw new CannotRunException(
          "data directory "
              + directory
              + " is a file: move it away, or choose another directory with --data");
    } catch (AccessDeniedException cause) {
      throw refuse(directory, "permission denied: change its owner or mode");
    } catch (FileSystemException cause) {
      throw refuse(directory, Optional.ofNullable(cause.getReason()).orElse(cause.toString()));
    } catch (IOException cause) {
      throw refuse(directory, cause.getMessage());
    }
  }

  private static CannotRunException refuse(Path directory, String why) {
    return new CannotRunException(
        "cannot write to data directory "
            + directory
            + ": "
            + why
            + ", or choose another directory with --data");
  }

  private static DataDirectory lock(Path directory) throws IOException, CannotRunException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (tryLock(channel).isEmpty()) {
        throw new CannotRunException(
            "data directory "
                + directory
                + " is in use by another agent"
                + owner(channel)
                + ": stop it, or choose another directory with --data");
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      return new DataDirectory(channel);
    } catch (IOException | CannotRunException cause) {
      channel.close();
      throw cause;
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException heldByThisJvm) {
      return Optional.empty();
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_PID);
    channel.read(text, 0);
    String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    return pid.matches("\\d+") ? " (pid " + pid + ")" : "";
  }

  /** Releases the lock. Keeps the lock file: deleting it would race with the next owner. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
