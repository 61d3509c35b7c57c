package io.observoor.terminal.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes frames to the other side. Thread-safe. */
@FunctionalInterface
public interface FrameWriter {

  /** Writes a frame; the payload must not exceed {@link Frame#MAXIMUM_PAYLOAD}. */
  void write(Frame frame) throws IOException;

  /** Returns a stream that writes its bytes as frames of one type. */
  default OutputStream output(FrameType type) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; at += Frame.MAXIMUM_PAYLOAD) {
          int until = Math.min(end, at + Frame.MAXIMUM_PAYLOAD);
          FrameWriter.this.write(new Frame(type, Arrays.copyOfRange(bytes, at, until)));
        }
      }
    };
  }
}
