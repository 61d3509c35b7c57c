package io.observoor.terminal.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Takes frames for the other side. Any thread. */
@FunctionalInterface
public interface FrameSink {

  /** Sends a frame; a payload that is too long for one is an error of the caller. */
  void write(Frame frame) throws IOException;

  /** A stream whose bytes go into frames of one type. */
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
          FrameSink.this.write(new Frame(type, Arrays.copyOfRange(bytes, at, until)));
        }
      }
    };
  }
}
