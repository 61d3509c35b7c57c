package io.observoor.api.sink;

import java.io.Serial;

/** A sink failed. The message names what failed, on what, and what to do about it. */
public final class SinkException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** A failure with its cause. */
  public SinkException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure that is its own cause. */
  public SinkException(String message) {
    super(message);
  }
}
