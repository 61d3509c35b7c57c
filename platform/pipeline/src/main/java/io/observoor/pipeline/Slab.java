package io.observoor.pipeline;

/**
 * An entry of the shared ring: consecutive records in the layout of the kernel's ring buffers. The
 * reader thread writes it, and the aggregation thread reads it once the ring has published it.
 *
 * <p>A record is a header of {@link #HEADER_WORDS} longs, then its fields, one long each. The
 * header is {@code struct observoor_event} of {@code bpf/observoor/event.h}, read as little-endian:
 * word 0 the timestamp (CLOCK_MONOTONIC, ns); word 1 the pid, from bit 32 the tid; word 2 the event
 * type (16 bits), from bit 16 the client type (8), from bit 24 the number of fields (8), from bit
 * 32 the CPU (16).
 */
public final class Slab {

  /** The longs of a slab: 32 KiB, some 700 records of a usual size. */
  public static final int CAPACITY = 4096;

  /** The longs of a record's header. */
  public static final int HEADER_WORDS = 3;

  /** The bits of a record's third header word with its type and its number of fields. */
  public static final long TYPE_AND_FIELDS = 0xFF00_FFFFL;

  private final long[] words = new long[CAPACITY];
  private int length;
  private long watermark;

  /** The records, from index 0 to {@link #length()}. */
  public long[] words() {
    return words;
  }

  /** The number of used words. */
  public int length() {
    return length;
  }

  /**
   * The watermark, CLOCK_MONOTONIC ns: all committed records with earlier timestamps are in this
   * slab or earlier ones. 0 for none.
   */
  public long watermark() {
    return watermark;
  }

  /** Sets length and watermark, before the slab is published. */
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
