package io.observoor.terminal.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Encodes values into payloads and back. */
final class Payload {

  /** Writes values. */
  @FunctionalInterface
  interface Encoder {
    void encode(DataOutputStream out) throws IOException;
  }

  /** Reads values. */
  @FunctionalInterface
  interface Decoder<T> {
    T decode(DataInputStream in) throws IOException;
  }

  private Payload() {}

  static Frame frame(FrameType type, Encoder encoder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      encoder.encode(new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Frame(type, bytes.toByteArray());
  }

  static <T> T parse(Frame frame, FrameType type, Decoder<T> decoder) throws ProtocolException {
    if (frame.type() != type) {
      throw new ProtocolException(frame.type() + " instead of " + type);
    }
    try {
      return decoder.decode(new DataInputStream(new ByteArrayInputStream(frame.payload())));
    } catch (ProtocolException cause) {
      throw cause;
    } catch (IOException cause) {
      throw new ProtocolException("malformed " + type + ": " + cause);
    }
  }
}
