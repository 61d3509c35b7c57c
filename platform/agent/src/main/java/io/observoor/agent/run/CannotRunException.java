package io.observoor.agent.run;

import java.io.Serial;

/** Prevents the start for a reason outside of the command line: exit status 1. */
public final class CannotRunException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is one line: what cannot be done, the cause, the fix. */
  public CannotRunException(String message) {
    super(message);
  }
}
