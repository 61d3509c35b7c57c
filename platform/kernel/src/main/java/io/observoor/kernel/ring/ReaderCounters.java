package io.observoor.kernel.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts what a reader has read. Written by the reader thread without memory ordering, read by any
 * thread: values may be slightly out of date.
 */
public final class ReaderCounters {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int DECODE_ERRORS = 0;
  private static final int RESYNCHRONISATIONS = 1;
  private static final int LOST_BYTES = 2;

  private final long[] readByType = new long[RecordLayout.EVENT_TYPES];
  private final long[] others = new long[3];

  ReaderCounters() {}

  /** The array that the reader increments. */
  long[] readByType() {
    return readByType;
  }

  void decodeError() {
    others[DECODE_ERRORS]++;
  }

  void resynchronised(long bytes) {
    others[RESYNCHRONISATIONS]++;
    others[LOST_BYTES] += bytes;
  }

  /** Records of this event type that were copied to the shared ring. */
  public long read(int type) {
    return (long) ELEMENT.getOpaque(readByType, type);
  }

  /** Records that differed from their event's declaration and were skipped. */
  public long decodeErrors() {
    return (long) ELEMENT.getOpaque(others, DECODE_ERRORS);
  }

  /** How often the reader dropped the rest of a ring buffer because its content was invalid. */
  public long resynchronisations() {
    return (long) ELEMENT.getOpaque(others, RESYNCHRONISATIONS);
  }

  /** The bytes that it dropped. */
  public long lostBytes() {
    return (long) ELEMENT.getOpaque(others, LOST_BYTES);
  }
}
