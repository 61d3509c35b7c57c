package io.observoor.terminal;

import java.io.Serial;

/** No shell of a running agent; the message is one line for the user. */
public final class AttachException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The reason. */
  public AttachException(String message) {
    super(message);
  }
}
