package io.observoor.shell.command;

import java.io.Serial;

/** Reports a wrong command line (exit status 2); the message is for the user. */
public final class UsageException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public UsageException(String message) {
    super(message);
  }
}
