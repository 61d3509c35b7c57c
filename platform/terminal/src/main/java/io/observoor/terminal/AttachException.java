package io.observoor.terminal;

import java.io.Serial;

/** Reports that no agent accepts the connection; the message is one line for the user. */
public final class AttachException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public AttachException(String message) {
    super(message);
  }
}
