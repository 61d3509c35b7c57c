package io.observoor.delivery;

import java.io.Serial;

/** A sink could not be started, stopped, swapped or removed; the message says why. */
public final class SinkControlException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** A refusal with its reason. */
  public SinkControlException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public SinkControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
