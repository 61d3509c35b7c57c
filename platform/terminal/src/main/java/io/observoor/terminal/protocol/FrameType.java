package io.observoor.terminal.protocol;

import java.util.Optional;

/** The types of frames. A code never changes its meaning. */
public enum FrameType {
  /** Both sides: {@link Hello}. The layout is the same in every version of the protocol. */
  HELLO(1),
  /** Agent: a text, why it refuses the client. The same in every version of the protocol. */
  REFUSED(2),
  /** Client: {@link CommandRequest}. */
  COMMAND(3),
  /** Client: {@link TerminalProperties}; starts an interactive session. */
  TERMINAL(4),
  /** Client: bytes that the user typed. */
  INPUT(5),
  /** Client: {@link TerminalProperties} with a new size. */
  SIZE(6),
  /** Agent: bytes for the standard output. */
  OUTPUT(7),
  /** Agent: bytes for the standard error. */
  ERROR(8),
  /** Agent: a text, a question that the user answers with a line. */
  QUESTION(9),
  /** Client: a text, the answer. */
  ANSWER(10),
  /** Agent: a byte, the exit status of the command or the session. */
  DONE(11),
  /** Client, before TERMINAL: a line of an earlier session. Agent: a line of this session. */
  HISTORY(12),
  /** Client: a text to show above the prompt. */
  ABOVE(13);

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** Returns the first byte of such a frame. */
  public int code() {
    return code;
  }

  /** Returns the type with this code. */
  public static Optional<FrameType> of(int code) {
    return code >= 1 && code <= values().length
        ? Optional.of(values()[code - 1])
        : Optional.empty();
  }
}
