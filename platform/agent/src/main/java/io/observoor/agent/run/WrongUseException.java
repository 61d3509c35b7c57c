package io.observoor.agent.run;

import java.io.Serial;

/** The command was called with something that means nothing: exit status 2. */
final class WrongUseException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The message is one line: what is wrong and what to write. */
  WrongUseException(String message) {
    super(message);
  }
}
