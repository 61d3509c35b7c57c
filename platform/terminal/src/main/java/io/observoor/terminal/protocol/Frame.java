package io.observoor.terminal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One message. Immutable as long as whoever made it leaves its bytes alone. */
public final class Frame {

  /** The payload of a frame is at most so long. */
  public static final int MAXIMUM_PAYLOAD = 1 << 16;

  private final FrameType type;
  private final byte[] payload;

  /**
   * A frame.
   *
   * @param payload its bytes, not copied
   */
  public Frame(FrameType type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  /** What it says. */
  public FrameType type() {
    return type;
  }

  /** Its bytes, not copied. */
  public byte[] payload() {
    return payload;
  }

  /** A frame with a text. */
  public static Frame of(FrameType type, String text) {
    return new Frame(type, text.getBytes(UTF_8));
  }

  /** The payload as a text. */
  public String text() {
    return new String(payload, UTF_8);
  }

  /** The end of a command or a session. */
  public static Frame done(int status) {
    return new Frame(FrameType.DONE, new byte[] {(byte) status});
  }

  /** The exit status in a {@link FrameType#DONE}. */
  public int status() throws ProtocolException {
    if (type != FrameType.DONE || payload.length != 1) {
      throw new ProtocolException(type + " of " + payload.length + " bytes has no exit status");
    }
    return payload[0] & 0xFF;
  }
}
