package io.observoor.terminal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What shows the output.
 *
 * @param type the terminal's name, as in TERM; empty when it is none
 * @param columns its width; 0 when it is not known
 * @param rows its height; 0 when it is not known
 * @param colours whether colours are wanted
 */
public record Screen(String type, int columns, int rows, boolean colours) {

  /** No terminal: a file, a pipe. */
  public static final Screen NONE = new Screen("", 0, 0, false);

  /** Whether it is a terminal. */
  public boolean isTerminal() {
    return !type.isEmpty();
  }

  /** As a frame. */
  public Frame frame(FrameType as) {
    return Payload.frame(as, this::encode);
  }

  void encode(DataOutputStream out) throws IOException {
    out.writeUTF(type);
    out.writeShort(columns);
    out.writeShort(rows);
    out.writeBoolean(colours);
  }

  /** From a frame. */
  public static Screen of(Frame frame, FrameType expected) throws ProtocolException {
    return Payload.parse(frame, expected, Screen::decode);
  }

  static Screen decode(DataInputStream in) throws IOException {
    return new Screen(
        in.readUTF(), in.readUnsignedShort(), in.readUnsignedShort(), in.readBoolean());
  }
}
