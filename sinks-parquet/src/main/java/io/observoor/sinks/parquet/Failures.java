package io.observoor.sinks.parquet;

import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.parquet.ParquetRuntimeException;

/**
 * Turns what the file system answers into one line that says what failed, on what, why, and what to
 * do.
 */
final class Failures {
  private static final String AGAIN = "; the rows stay in the spool and come again";

  private Failures() {}

  /** A step that can fail. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** A step without a result that can fail. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Runs a step of the name {@code what} ("write", "rename") on a file or directory. */
  static <T> T attempt(String what, Path on, Step<T> step)
      throws SinkException, InterruptedException {
    try {
      return step.run();
    } catch (ClosedByInterruptException e) {
      // The channel left the thread's flag set; the exception takes its place.
      Thread.interrupted();
      InterruptedException interrupted =
          new InterruptedException("interrupted in " + what + " " + on);
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException | ParquetRuntimeException e) {
      throw new SinkException(message(what, on, e), e);
    }
  }

  /** As {@link #attempt(String, Path, Step)}. */
  static void attempt(String what, Path on, Action action)
      throws SinkException, InterruptedException {
    attempt(
        what,
        on,
        () -> {
          action.run();
          return on;
        });
  }

  private static String message(String what, Path on, Exception failure) {
    String cause = cause(failure);
    return "cannot " + what + " " + on + ": " + cause + " (" + fix(failure, cause) + AGAIN + ")";
  }

  private static String cause(Exception failure) {
    Throwable root = failure;
    while (root instanceof ParquetRuntimeException && root.getCause() != null) {
      root = root.getCause();
    }
    String cause =
        switch (root) {
          case AccessDeniedException e -> "permission denied";
          case NoSuchFileException e -> "no such file or directory";
          case FileAlreadyExistsException e -> "a file of this name is there already";
          case NotDirectoryException e -> "not a directory";
          case AtomicMoveNotSupportedException e -> "it lies on another file system than .incoming";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default ->
              root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        };
    return cause.replaceAll("\\s*\\R\\s*", " ");
  }

  private static String fix(Exception failure, String cause) {
    String lower = cause.toLowerCase(Locale.ROOT);
    if (lower.contains("no space") || lower.contains("quota")) {
      return "free space on that file system or write to another";
    }
    if (lower.contains("read-only")) {
      return "mount that file system writable or write to another";
    }
    if (lower.contains("permission")) {
      return "let the agent's user write there";
    }
    if (failure instanceof NoSuchFileException) {
      return "something removed it while the agent ran; it is made again at the next attempt";
    }
    if (lower.contains("not a directory") || failure instanceof FileAlreadyExistsException) {
      return "move that file away";
    }
    if (failure instanceof AtomicMoveNotSupportedException) {
      return "keep the whole data directory on one file system";
    }
    return "check that file system";
  }
}
