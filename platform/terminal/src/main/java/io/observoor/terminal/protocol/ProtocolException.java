package io.observoor.terminal.protocol;

import java.io.IOException;
import java.io.Serial;

/** Reports bytes that violate the protocol; the message names the violation. */
public final class ProtocolException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public ProtocolException(String message) {
    super(message);
  }
}
