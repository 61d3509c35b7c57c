package io.observoor.terminal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Reads and writes frames: one byte of type, four bytes of length (big endian), the payload. One
 * thread may read; any thread may write.
 */
public final class FrameStream implements FrameWriter {
  private final DataInputStream in;
  private final DataOutputStream out;

  /** Creates a stream of frames; the caller closes the byte streams. */
  public FrameStream(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /**
   * Blocks until the next frame; returns empty at the end of the stream.
   *
   * @throws ProtocolException when the bytes are not a frame; the stream is unusable afterwards
   */
  public Optional<Frame> read() throws IOException {
    int code = in.read();
    if (code < 0) {
      return Optional.empty();
    }
    FrameType type =
        FrameType.of(code).orElseThrow(() -> new ProtocolException("unknown frame type " + code));
    int length = in.readInt();
    if (length < 0 || length > Frame.MAXIMUM_PAYLOAD) {
      throw new ProtocolException("invalid length of " + type + ": " + length);
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return Optional.of(new Frame(type, payload));
  }

  /** Blocks until the next frame; fails at the end of the stream. */
  public Frame next() throws IOException {
    return read().orElseThrow(() -> new EOFException("the other side has closed the connection"));
  }

  @Override
  public void write(Frame frame) throws IOException {
    byte[] payload = frame.payload();
    if (payload.length > Frame.MAXIMUM_PAYLOAD) {
      throw new ProtocolException("invalid length of " + frame.type() + ": " + payload.length);
    }
    byte[] whole = new byte[5 + payload.length];
    whole[0] = (byte) frame.type().code();
    whole[1] = (byte) (payload.length >>> 24);
    whole[2] = (byte) (payload.length >>> 16);
    whole[3] = (byte) (payload.length >>> 8);
    whole[4] = (byte) payload.length;
    System.arraycopy(payload, 0, whole, 5, payload.length);
    synchronized (out) {
      out.write(whole);
      out.flush();
    }
  }
}
