package io.observoor.delivery.spool;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What an exception out of the store means for what is to be done.
 *
 * @param kind what to do
 * @param reason the cause in the words of the system
 */
record Fault(Kind kind, String reason) {

  /** What to do. */
  enum Kind {
    /** Another process has the file: nothing can be done but to wait. */
    IN_USE,
    /** The disk refused; it may not do so for ever. */
    DISK,
    /** The file contradicts itself: it is put aside. */
    CORRUPT
  }

  static Fault of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MVStoreException store) {
        int code = store.getErrorCode();
        if (code == DataUtils.ERROR_FILE_LOCKED) {
          return new Fault(Kind.IN_USE, "another agent uses it");
        }
        if (code == DataUtils.ERROR_CLOSED) {
          return new Fault(Kind.DISK, "the file was closed");
        }
      }
      if (cause instanceof OutOfMemoryError) {
        return new Fault(Kind.DISK, "out of memory");
      }
      if (cause instanceof IOException io && !(cause instanceof EOFException)) {
        return new Fault(Kind.DISK, reason(io));
      }
    }
    if (failure instanceof MVStoreException store
        && store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
      return new Fault(Kind.DISK, text(failure));
    }
    return new Fault(Kind.CORRUPT, text(failure));
  }

  /** For those who wanted to do this with the spool in that directory: what to do about it. */
  SpoolException asException(String what, Path directory, Throwable cause) {
    String fix =
        switch (kind) {
          case IN_USE -> "; stop it, or choose another data directory";
          case DISK -> "; free space or repair the disk";
          case CORRUPT -> "; what is readable of it is kept";
        };
    return new SpoolException("cannot " + what + " in " + directory + ": " + reason + fix, cause);
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
