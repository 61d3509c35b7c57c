package io.observoor.shell.command;

import java.io.Serial;

/** A command could not do what it was asked: exit status 1; the message says why. */
public final class CommandFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The reason. */
  public CommandFailedException(String message) {
    super(message);
  }

  /** The reason and its cause. */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
