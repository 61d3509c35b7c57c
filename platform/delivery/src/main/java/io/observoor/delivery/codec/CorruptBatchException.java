package io.observoor.delivery.codec;

import java.io.Serial;

/** Bytes are not those of an encoded batch; the message says what is wrong with them. */
public final class CorruptBatchException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** A violation of the format. */
  public CorruptBatchException(String message) {
    super(message);
  }

  /** A violation of the format that another check found. */
  public CorruptBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
