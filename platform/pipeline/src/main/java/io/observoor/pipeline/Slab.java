package io.observoor.pipeline;

/**
 * One slot of the shared ring: the records of many events as they lay in the kernel's ring buffers,
 * one behind the other. Written by the reader thread, read by the aggregation thread; the ring
 * hands it from one to the other.
 *
 * <p>A record is a header of {@link #HEADER_WORDS} longs, then its fields, a long each. The header
 * is {@code struct observoor_event} of {@code bpf/observoor/event.h} as a little-endian machine
 * reads it: word 0 the timestamp (CLOCK_MONOTONIC, ns); word 1 the pid, from bit 32 on the tid;
 * word 2 the event type (16 bits), from bit 16 on the client type (8), from bit 24 on the number of
 * fields (8), from bit 32 on the CPU (16).
 */
public final class Slab {

  /** How many longs a slab holds: 32 KiB, some 700 records of a usual size. */
  public static final int CAPACITY = 4096;

  /** Longs of a record's header. */
  public static final int HEADER_WORDS = 3;

  /** The bits of a record's third header word that hold its type and its number of fields. */
  public static final long TYPE_AND_FIELDS = 0xFF00_FFFFL;

  private final long[] words = new long[CAPACITY];
  private int length;
  private long watermark;

  /** The records, from index 0 to {@link #length()}. */
  public long[] words() {
    return words;
  }

  /** How many words are in use. */
  public int length() {
    return length;
  }

  /**
   * CLOCK_MONOTONIC ns: whatever was stamped before it and committed lies in this slab or in one
   * before it. 0: this slab makes no such promise.
   */
  public long watermark() {
    return watermark;
  }

  /** Sets what the slab holds, before it is published. */
  void fill(int usedWords, long watermarkNanos) {
    length = usedWords;
    watermark = watermarkNanos;
  }

  /** The second header word of a record. */
  public static long processWord(int pid, int tid) {
    return Integer.toUnsignedLong(pid) | ((long) tid << 32);
  }

  /** The third header word of a record. */
  public static long typeWord(int type, int clientType, int fieldCount, int cpu) {
    return (type & 0xFFFFL)
        | (clientType & 0xFFL) << 16
        | (fieldCount & 0xFFL) << 24
        | (cpu & 0xFFFFL) << 32;
  }

  /** The process of a record, from its second header word. */
  public static int pid(long processWord) {
    return (int) processWord;
  }

  /** The thread of a record, from its second header word. */
  public static int tid(long processWord) {
    return (int) (processWord >>> 32);
  }

  /** The event type of a record, from its third header word. */
  public static int type(long typeWord) {
    return (int) typeWord & 0xFFFF;
  }

  /** The client type of a record, from its third header word. */
  public static int clientType(long typeWord) {
    return (int) (typeWord >>> 16) & 0xFF;
  }

  /** The number of fields of a record, from its third header word. */
  public static int fieldCount(long typeWord) {
    return (int) (typeWord >>> 24) & 0xFF;
  }

  /** The CPU of a record, from its third header word. */
  public static int cpu(long typeWord) {
    return (int) (typeWord >>> 32) & 0xFFFF;
  }
}
