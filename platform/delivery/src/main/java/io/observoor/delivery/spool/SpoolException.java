package io.observoor.delivery.spool;

import java.io.Serial;

/**
 * The spool cannot store or read now; a later attempt may succeed. The message names the directory,
 * the cause and the fix.
 */
public final class SpoolException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure with its cause. */
  public SpoolException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure without a further cause. */
  public SpoolException(String message) {
    super(message);
  }
}
