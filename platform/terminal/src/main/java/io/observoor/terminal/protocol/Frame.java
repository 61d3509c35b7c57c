package io.observoor.terminal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A message of the protocol. Immutable, unless the creator changes the payload. */
public final class Frame {

  /** The maximum length of a payload, in bytes. */
  public static final int MAXIMUM_PAYLOAD = 1 << 16;

  private final FrameType type;
  private final byte[] payload;

  /**
   * Creates a frame.
   *
   * @param payload not copied
   */
  public Frame(FrameType type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  /** Returns the type. */
  public FrameType type() {
    return type;
  }

  /** Returns the payload, not copied. */
  public byte[] payload() {
    return payload;
  }

  /** Creates a frame with a text as payload. */
  public static Frame of(FrameType type, String text) {
    return new Frame(type, text.getBytes(UTF_8));
  }

  /** Returns the payload as a text. */
  public String text() {
    return new String(payload, UTF_8);
  }

  /** Creates the frame that ends a command or a session. */
  public static Frame done(int status) {
    return new Frame(FrameType.DONE, new byte[] {(byte) status});
  }

  /** Returns the exit status of a {@link FrameType#DONE}. */
  public int status() throws ProtocolException {
    if (type != FrameType.DONE || payload.length != 1) {
      throw new ProtocolException(type + " of " + payload.length + " bytes has no exit status");
    }
    return payload[0] & 0xFF;
  }
}
