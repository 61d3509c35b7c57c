package io.observoor.terminal.protocol;

import java.io.IOException;
import java.io.Serial;

/** What came is not this protocol; the message says what it was. */
public final class ProtocolException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The reason. */
  public ProtocolException(String message) {
    super(message);
  }
}
