package io.observoor.sinks.clickhouse.insert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes values in ClickHouse's binary encoding, little-endian, through a buffer that it reuses for
 * each request. One thread at a time.
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

  /** The longest encoding of a number: a VarUInt. */
  private static final int MAX_VALUE_BYTES = 10;

  private final byte[] buffer = new byte[1 << 16];
  private int used;
  private OutputStream target;

  /** Starts writing to a stream; discards the buffered rest of an aborted request. */
  void begin(OutputStream to) {
    target = to;
    used = 0;
  }

  /** Writes the buffer to the stream and leaves the stream open. */
  void end() throws IOException {
    drain();
    target = null;
  }

  private void drain() throws IOException {
    target.write(buffer, 0, used);
    used = 0;
  }

  /** Reserves up to {@value #MAX_VALUE_BYTES} bytes and returns their offset in the buffer. */
  private int reserve(int bytes) throws IOException {
    if (buffer.length - used < bytes) {
      drain();
    }
    int offset = used;
    used += bytes;
    return offset;
  }

  void int64(long value) throws IOException {
    int offset = reserve(Long.BYTES);
    LONG.set(buffer, offset, value);
  }

  void int32(int value) throws IOException {
    int offset = reserve(Integer.BYTES);
    INT.set(buffer, offset, value);
  }

  void int16(int value) throws IOException {
    int offset = reserve(Short.BYTES);
    SHORT.set(buffer, offset, (short) value);
  }

  void int8(int value) throws IOException {
    int offset = reserve(1);
    buffer[offset] = (byte) value;
  }

  void float32(float value) throws IOException {
    int offset = reserve(Float.BYTES);
    FLOAT.set(buffer, offset, value);
  }

  /** Writes the lowest {@code width} bytes of an integer. */
  void integer(long value, int width) throws IOException {
    switch (width) {
      case 1 -> int8((int) value);
      case 2 -> int16((int) value);
      case 4 -> int32((int) value);
      default -> int64(value);
    }
  }

  /** Writes a VarUInt: groups of seven bits, lowest first. */
  void varUInt(int value) throws IOException {
    reserve(MAX_VALUE_BYTES);
    used -= MAX_VALUE_BYTES;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer[used++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[used++] = (byte) rest;
  }

  /** Writes the length of a text, then the text. */
  void text(byte[] bytes) throws IOException {
    varUInt(bytes.length);
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
