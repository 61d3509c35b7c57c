package io.observoor.delivery.spool;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * The classification of an exception that MVStore threw.
 *
 * @param kind decides how the spool reacts
 * @param reason the operating system's or MVStore's text
 */
record StoreFailure(Kind kind, String reason) {

  /** Decides how the spool reacts. */
  enum Kind {
    /** Another process has locked the file: wait. */
    IN_USE,
    /** Reading or writing failed, perhaps for now only: try again. */
    DISK,
    /** The file's content is inconsistent: put it aside. */
    CORRUPT
  }

  static StoreFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MVStoreException store) {
        int code = store.getErrorCode();
        if (code == DataUtils.ERROR_FILE_LOCKED) {
          return new StoreFailure(Kind.IN_USE, "another agent uses it");
        }
        if (code == DataUtils.ERROR_CLOSED) {
          return new StoreFailure(Kind.DISK, "the file was closed");
        }
      }
      if (cause instanceof OutOfMemoryError) {
        return new StoreFailure(Kind.DISK, "out of memory");
      }
      if (cause instanceof IOException io && !(cause instanceof EOFException)) {
        return new StoreFailure(Kind.DISK, reason(io));
      }
    }
    if (failure instanceof MVStoreException store
        && store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
      return new StoreFailure(Kind.DISK, text(failure));
    }
    return new StoreFailure(Kind.CORRUPT, text(failure));
  }

  /** Names the failed operation, the spool's directory, the cause and the fix. */
  SpoolException asException(String operation, Path directory, Throwable cause) {
    String fix =
        switch (kind) {
          case IN_USE -> "; stop that agent, or choose another data directory";
          case DISK -> "; free space on the disk, or repair it";
          case CORRUPT -> "; the file is put aside, and what is readable of it is kept";
        };
    return new SpoolException(
        "cannot " + operation + " in " + directory + ": " + reason + fix, cause);
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    if (e instanceof FileSystemException || e instanceof FileNotFoundException) {
      return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
    return text(e);
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
