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

/** Converts file system errors to a one-line message with the operation, path, cause and fix. */
final class FileFailures {
  private static final String RETRY = "; the rows stay in the spool and are sent again";

  private FileFailures() {}

  /** An operation that can fail. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /** An operation without a result that can fail. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Runs the operation {@code what} ("write", "rename") on a file or directory. */
  static <T> T attempt(String what, Path on, Operation<T> operation)
      throws SinkException, InterruptedException {
    try {
      return operation.run();
    } catch (ClosedByInterruptException e) {
      // Clears the flag that the channel left set: InterruptedException replaces it.
      Thread.interrupted();
      InterruptedException interrupted =
          new InterruptedException("interrupted in " + what + " " + on);
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException | ParquetRuntimeException e) {
      throw new SinkException(message(what, on, e), e);
    }
  }

  /** Like {@link #attempt(String, Path, Operation)}. */
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
    return "cannot " + what + " " + on + ": " + cause + " (" + fix(failure, cause) + RETRY + ")";
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
          case FileAlreadyExistsException e -> "a file of this name exists already";
          case NotDirectoryException e -> "not a directory";
          case AtomicMoveNotSupportedException e -> "it is on another file system than .incoming";
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
      return "grant the agent's user write permission";
    }
    if (failure instanceof NoSuchFileException) {
      return "it was removed while the agent ran; the next attempt creates it again";
    }
    if (lower.contains("not a directory") || failure instanceof FileAlreadyExistsException) {
      return "move that file elsewhere";
    }
    if (failure instanceof AtomicMoveNotSupportedException) {
      return "keep the whole data directory on one file system";
    }
    return "check that file system";
  }
}
