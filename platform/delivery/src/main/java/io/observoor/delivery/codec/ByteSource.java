package io.observoor.delivery.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote; allocates no more than the bytes present can fill. */
final class ByteSource {
  private final ByteBuffer buffer;

  ByteSource(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int remaining() {
    return buffer.remaining();
  }

  int getByte() throws CorruptBatchException {
    return room(1).get();
  }

  int getInt() throws CorruptBatchException {
    return room(4).getInt();
  }

  long getLong() throws CorruptBatchException {
    return room(8).getLong();
  }

  /** Reads a count of elements, each of which has at least {@code bytes} bytes. */
  int getCount(int bytes) throws CorruptBatchException {
    int count = getInt();
    if (count < 0 || (long) count * bytes > buffer.remaining()) {
      throw new CorruptBatchException(
          "a count of "
              + count
              + " at byte "
              + (buffer.position() - 4)
              + " exceeds the batch's end");
    }
    return count;
  }

  String getText() throws CorruptBatchException {
    int length = getCount(1);
    String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
    buffer.position(buffer.position() + length);
    return text;
  }

  String[] getTexts() throws CorruptBatchException {
    String[] texts = new String[getCount(4)];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = getText();
    }
    return texts;
  }

  long[] getLongs() throws CorruptBatchException {
    long[] values = new long[getCount(8)];
    buffer.asLongBuffer().get(values);
    buffer.position(buffer.position() + 8 * values.length);
    return values;
  }

  int[] getInts() throws CorruptBatchException {
    int[] values = new int[getCount(4)];
    buffer.asIntBuffer().get(values);
    buffer.position(buffer.position() + 4 * values.length);
    return values;
  }

  float[] getFloats() throws CorruptBatchException {
    float[] values = new float[getCount(4)];
    buffer.asFloatBuffer().get(values);
    buffer.position(buffer.position() + 4 * values.length);
    return values;
  }

  private ByteBuffer room(int bytes) throws CorruptBatchException {
    if (buffer.remaining() < bytes) {
      throw new CorruptBatchException("the batch ends in the middle of a value");
    }
    return buffer;
  }
}
