package io.observoor.terminal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The properties of the terminal that shows the output.
 *
 * @param type as in TERM; empty for a file or a pipe
 * @param columns 0 if unknown
 * @param rows 0 if unknown
 * @param colours whether to print in colours
 */
public record TerminalProperties(String type, int columns, int rows, boolean colours) {

  /** No terminal: a file or a pipe. */
  public static final TerminalProperties NONE = new TerminalProperties("", 0, 0, false);

  /** Whether it is a terminal. */
  public boolean isTerminal() {
    return !type.isEmpty();
  }

  /** Returns a frame of this type. */
  public Frame frame(FrameType frameType) {
    return Payload.frame(frameType, this::encode);
  }

  void encode(DataOutputStream out) throws IOException {
    out.writeUTF(type);
    out.writeShort(columns);
    out.writeShort(rows);
    out.writeBoolean(colours);
  }

  /** Decodes a frame. */
  public static TerminalProperties of(Frame frame, FrameType expected) throws ProtocolException {
    return Payload.parse(frame, expected, TerminalProperties::decode);
  }

  static TerminalProperties decode(DataInputStream in) throws IOException {
    return new TerminalProperties(
        in.readUTF(), in.readUnsignedShort(), in.readUnsignedShort(), in.readBoolean());
  }
}
