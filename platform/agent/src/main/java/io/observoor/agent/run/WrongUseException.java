package io.observoor.agent.run;

import java.io.Serial;

/** Refuses an invalid option: exit status 2. */
public final class WrongUseException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is one line: the option, the cause, the fix. */
  WrongUseException(String message) {
    super(message);
  }
}
