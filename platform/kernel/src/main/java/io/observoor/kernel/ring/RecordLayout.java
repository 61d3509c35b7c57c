package io.observoor.kernel.ring;

/**
 * Sizes and offsets of the structs in {@code bpf/observoor/event.h} and of the kernel's record
 * header. A test compares the former with the BTF of a compiled object.
 */
public final class RecordLayout {
  /** {@code OBSERVOOR_EVENT_TYPES}: event types are 0 to 1023. */
  public static final int EVENT_TYPES = 1024;

  /** {@code OBSERVOOR_MAX_FIELDS}. */
  public static final int MAXIMUM_FIELDS = 16;

  /** {@code sizeof(struct observoor_event)}: the header before the fields. */
  public static final int EVENT_HEADER_BYTES = 24;

  /** The header in longs. */
  public static final int EVENT_HEADER_WORDS = EVENT_HEADER_BYTES / Long.BYTES;

  public static final int EVENT_TIMESTAMP_OFFSET = 0;
  public static final int EVENT_PID_OFFSET = 8;
  public static final int EVENT_TID_OFFSET = 12;
  public static final int EVENT_TYPE_OFFSET = 16;
  public static final int EVENT_CLIENT_TYPE_OFFSET = 18;
  public static final int EVENT_FIELD_COUNT_OFFSET = 19;
  public static final int EVENT_CPU_OFFSET = 20;

  /** {@code sizeof(struct observoor_control)}. */
  public static final int CONTROL_BYTES = 64;

  public static final int CONTROL_ARMED_OFFSET = 0;
  public static final int CONTROL_WAKEUP_BYTES_OFFSET = 4;

  /** {@code sizeof(struct observoor_process)}. */
  public static final int PROCESS_BYTES = 8;

  public static final int PROCESS_CLIENT_TYPE_OFFSET = 0;

  /** {@code sizeof(struct observoor_rule)}. */
  public static final int RULE_BYTES = 8;

  public static final int RULE_MODE_OFFSET = 0;
  public static final int RULE_PARAMETER_OFFSET = 4;

  /**
   * {@code BPF_RINGBUF_HDR_SZ} of include/uapi/linux/bpf.h: the length and an offset before each
   * record.
   */
  static final int RING_HEADER_BYTES = 8;

  /** {@code BPF_RINGBUF_BUSY_BIT}, the sign bit of the length: reserved, not submitted yet. */
  static final int RING_BUSY = 1 << 31;

  /** {@code BPF_RINGBUF_DISCARD_BIT}: discarded by the program. */
  static final int RING_DISCARD = 1 << 30;

  private RecordLayout() {}

  /** The bytes that a record takes in the ring buffer: header and length, rounded up to 8. */
  static long stride(int length) {
    return (length + RING_HEADER_BYTES + 7L) & -8L;
  }
}
