package io.observoor.shell.command;

import java.io.Serial;

/** Reports that a command failed (exit status 1); the message is for the user. */
public final class CommandFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates an exception without a cause. */
  public CommandFailedException(String message) {
    super(message);
  }

  /** Creates an exception with its cause. */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
