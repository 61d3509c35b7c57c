package io.observoor.kernel.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a reader has read. Written by the reader thread without any ordering, read by any thread:
 * values may be a little old.
 */
public final class ReaderCounters {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int DECODE_ERRORS = 0;
  private static final int RESYNCHRONISATIONS = 1;
  private static final int LOST_BYTES = 2;

  private final long[] readByType = new long[RecordLayout.EVENT_TYPES];
  private final long[] others = new long[3];

  ReaderCounters() {}

  /** For the reader alone, which adds to it. */
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

  /** Records of this type that went into the shared ring. */
  public long read(int type) {
    return (long) ELEMENT.getOpaque(readByType, type);
  }

  /** Records that were not what their event declares, and were skipped. */
  public long decodeErrors() {
    return (long) ELEMENT.getOpaque(others, DECODE_ERRORS);
  }

  /** How often a ring buffer's content made no sense, so that the rest of it was given up. */
  public long resynchronisations() {
    return (long) ELEMENT.getOpaque(others, RESYNCHRONISATIONS);
  }

  /** Bytes that were given up so. */
  public long lostBytes() {
    return (long) ELEMENT.getOpaque(others, LOST_BYTES);
  }
}
