package io.observoor.terminal.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Frames over a pair of streams: a byte for the type, four for the length, the payload. One thread
 * may read; any may write.
 */
public final class FrameStream implements FrameSink {
  private final DataInputStream in;
  private final DataOutputStream out;

  /** Frames over these streams, which their owner closes. */
  public FrameStream(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /**
   * Waits for the next frame; nothing at the end of the stream.
   *
   * @throws ProtocolException when that is no frame; the stream is of no use afterwards
   */
  public Optional<Frame> read() throws IOException {
    int code = in.read();
    if (code < 0) {
      return Optional.empty();
    }
    FrameType type =
        FrameType.of(code)
            .orElseThrow(() -> new ProtocolException("no message begins with byte " + code));
    int length = in.readInt();
    if (length < 0 || length > Frame.MAXIMUM_PAYLOAD) {
      throw new ProtocolException(type + " of " + length + " bytes is too long");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return Optional.of(new Frame(type, payload));
  }

  /** The next frame, which must be there. */
  public Frame next() throws IOException {
    return read().orElseThrow(() -> new EOFException("the other side has closed the connection"));
  }

  @Override
  public void write(Frame frame) throws IOException {
    byte[] payload = frame.payload();
    if (payload.length > Frame.MAXIMUM_PAYLOAD) {
      throw new ProtocolException(frame.type() + " of " + payload.length + " bytes is too long");
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
