package io.observoor.delivery;

import java.io.Serial;

/** A sink could not be started, stopped, swapped or removed; the message says why. */
public final class SinkControlException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The reason. */
  public SinkControlException(String message) {
    super(message);
  }

  /** The reason and its cause. */
  public SinkControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
