package io.observoor.delivery.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A little-endian buffer that grows as needed. Not thread-safe. */
final class ByteWriter {
  private ByteBuffer buffer = ByteBuffer.allocate(16 << 10).order(ByteOrder.LITTLE_ENDIAN);

  void clear() {
    buffer.clear();
  }

  /** The array that begins with the {@link #length} bytes written; valid until the next write. */
  byte[] array() {
    return buffer.array();
  }

  int length() {
    return buffer.position();
  }

  int capacity() {
    return buffer.capacity();
  }

  void putByte(int value) {
    room(1).put((byte) value);
  }

  void putInt(int value) {
    room(4).putInt(value);
  }

  void putLong(long value) {
    room(8).putLong(value);
  }

  void putText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    putInt(bytes.length);
    room(bytes.length).put(bytes);
  }

  void putTexts(String[] texts, int count) {
    putInt(count);
    for (int i = 0; i < count; i++) {
      putText(texts[i]);
    }
  }

  void putLongs(long[] values, int count) {
    putInt(count);
    room(8L * count).asLongBuffer().put(values, 0, count);
    buffer.position(buffer.position() + 8 * count);
  }

  void putInts(int[] values, int count) {
    putInt(count);
    room(4L * count).asIntBuffer().put(values, 0, count);
    buffer.position(buffer.position() + 4 * count);
  }

  void putFloats(float[] values, int count) {
    putInt(count);
    room(4L * count).asFloatBuffer().put(values, 0, count);
    buffer.position(buffer.position() + 4 * count);
  }

  private ByteBuffer room(long bytes) {
    long needed = buffer.position() + bytes;
    if (needed > BatchCodec.MAXIMUM_BYTES) {
      throw new IllegalArgumentException(
          "a batch of more than " + BatchCodec.MAXIMUM_BYTES + " bytes cannot be stored");
    }
    if (needed > buffer.capacity()) {
      int capacity =
          (int) Math.min(BatchCodec.MAXIMUM_BYTES, Math.max(needed, 2L * buffer.capacity()));
      ByteBuffer grown = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
      grown.put(buffer.flip());
      buffer = grown;
    }
    return buffer;
  }
}
