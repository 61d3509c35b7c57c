package io.observoor.sinks.clickhouse.insert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes values as ClickHouse's binary formats have them, little-endian, through a buffer of its
 * own that is used for one request after the other. One thread at a time.
 */
final class NativeOutput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /** A variable-length number has 10 bytes at most. */
  private static final int LONGEST_VALUE = 10;

  private final byte[] buffer = new byte[1 << 16];
  private int used;
  private OutputStream target;

  /** From now on everything goes here; what an aborted request left is dropped. */
  void begin(OutputStream to) {
    target = to;
    used = 0;
  }

  /** Hands over what the buffer holds; the stream stays open. */
  void end() throws IOException {
    drain();
    target = null;
  }

  private void drain() throws IOException {
    target.write(buffer, 0, used);
    used = 0;
  }

  /** The position of {@code bytes} free bytes, {@value #LONGEST_VALUE} at most. */
  private int room(int bytes) throws IOException {
    if (buffer.length - used < bytes) {
      drain();
    }
    int at = used;
    used += bytes;
    return at;
  }

  void int64(long value) throws IOException {
    int at = room(Long.BYTES);
    LONG.set(buffer, at, value);
  }

  void int32(int value) throws IOException {
    int at = room(Integer.BYTES);
    INT.set(buffer, at, value);
  }

  void int16(int value) throws IOException {
    int at = room(Short.BYTES);
    SHORT.set(buffer, at, (short) value);
  }

  void int8(int value) throws IOException {
    int at = room(1);
    buffer[at] = (byte) value;
  }

  void float32(float value) throws IOException {
    int at = room(Float.BYTES);
    FLOAT.set(buffer, at, value);
  }

  /** An integer of {@code width} bytes: its lowest. */
  void integer(long value, int width) throws IOException {
    switch (width) {
      case 1 -> int8((int) value);
      case 2 -> int16((int) value);
      case 4 -> int32((int) value);
      default -> int64(value);
    }
  }

  /** A number in groups of seven bits, the lowest first. */
  void length(int value) throws IOException {
    room(LONGEST_VALUE);
    used -= LONGEST_VALUE;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer[used++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[used++] = (byte) rest;
  }

  /** A text with its length before it. */
  void text(byte[] bytes) throws IOException {
    length(bytes.length);
    if (bytes.length > buffer.length - used) {
      drain();
    }
    if (bytes.length > buffer.length) {
      target.write(bytes);
    } else {
      System.arraycopy(bytes, 0, buffer, used, bytes.length);
      used += bytes.length;
    }
  }

  void text(String value) throws IOException {
    text(value.getBytes(UTF_8));
  }
}
