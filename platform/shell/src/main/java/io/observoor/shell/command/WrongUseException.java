package io.observoor.shell.command;

import java.io.Serial;

/** A command was called wrongly: exit status 2; the message says what is wrong. */
public final class WrongUseException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /** The reason. */
  public WrongUseException(String message) {
    super(message);
  }
}
