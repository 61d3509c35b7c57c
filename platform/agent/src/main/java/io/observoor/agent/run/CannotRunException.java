package io.observoor.agent.run;

import java.io.Serial;

/** Something outside keeps the agent from running: exit status 1. */
final class CannotRunException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is one line: what cannot be done, on what, why, and what to do. */
  CannotRunException(String message) {
    super(message);
  }
}
