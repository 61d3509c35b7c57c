package io.observoor.terminal.protocol;

import java.util.Optional;

/** What a frame says. The codes are the protocol; a new meaning gets a new code. */
public enum FrameType {
  /** Both: {@link Hello}. Its layout stays the same in every version of the protocol. */
  HELLO(1),
  /** Agent: a text that says why it will have nothing to do with this client. Never changes. */
  REFUSED(2),
  /** Client: {@link CommandLine}. */
  COMMAND(3),
  /** Client: {@link Screen}, which from now on shows the shell. */
  TERMINAL(4),
  /** Client: bytes that were typed. */
  INPUT(5),
  /** Client: {@link Screen} of another size. */
  SIZE(6),
  /** Agent: bytes for the standard output. */
  OUTPUT(7),
  /** Agent: bytes for the standard error. */
  ERROR(8),
  /** Agent: a text that asks the user for a line. */
  QUESTION(9),
  /** Client: the line. */
  ANSWER(10),
  /** Agent: a byte, the exit status of the command or of the terminal's session. */
  DONE(11),
  /** Client, before TERMINAL: a line of an earlier session. Agent: a line that was typed now. */
  HISTORY(12),
  /** Client: a text to be shown above the prompt. */
  ABOVE(13);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The byte that begins such a frame. */
  public int code() {
    return code;
  }

  /** The type of this code. */
  public static Optional<FrameType> of(int code) {
    return code >= 1 && code <= values().length
        ? Optional.of(values()[code - 1])
        : Optional.empty();
  }
}
