package io.observoor.delivery.codec;

import java.io.Serial;

/**
 * Bytes that are no batch, or no longer the one that was written. The message says what is wrong
 * with them.
 */
public final class CorruptBatchException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Bytes that contradict the format. */
  public CorruptBatchException(String message) {
    super(message);
  }

  /** Bytes that contradict the format, found by another's check. */
  public CorruptBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
