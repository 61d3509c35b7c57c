package io.observoor.kernel.ring;

/**
 * Sizes and offsets of the structs in {@code bpf/observoor/event.h}, and of the kernel's own record
 * header. A test compares the former with the type information of a compiled object.
 */
public final class RecordLayout {
  /** {@code OBSERVOOR_EVENT_TYPES}: types are 0 to one less. */
  public static final int EVENT_TYPES = 1024;

  /** {@code OBSERVOOR_MAX_FIELDS}. */
  public static final int MAXIMUM_FIELDS = 16;

  /** {@code sizeof(struct observoor_event)}: what stands before the fields. */
  public static final int EVENT_HEADER_BYTES = 24;

  /** Longs of {@code struct observoor_event} before the fields. */
  public static final int EVENT_HEADER_WORDS = EVENT_HEADER_BYTES / Long.BYTES;

  public static final int EVENT_TIMESTAMP = 0;
  public static final int EVENT_PID = 8;
  public static final int EVENT_TID = 12;
  public static final int EVENT_TYPE = 16;
  public static final int EVENT_CLIENT_TYPE = 18;
  public static final int EVENT_FIELD_COUNT = 19;
  public static final int EVENT_CPU = 20;

  /** {@code sizeof(struct observoor_control)}. */
  public static final int CONTROL_BYTES = 64;

  public static final int CONTROL_ARMED = 0;
  public static final int CONTROL_WAKEUP_BYTES = 4;

  /** {@code sizeof(struct observoor_process)}. */
  public static final int PROCESS_BYTES = 8;

  public static final int PROCESS_CLIENT_TYPE = 0;

  /** {@code sizeof(struct observoor_rule)}. */
  public static final int RULE_BYTES = 8;

  public static final int RULE_MODE = 0;
  public static final int RULE_PARAMETER = 4;

  /**
   * {@code BPF_RINGBUF_HDR_SZ} of include/uapi/linux/bpf.h: before each record, the length and an
   * offset.
   */
  static final int RING_HEADER_BYTES = 8;

  /** {@code BPF_RINGBUF_BUSY_BIT}, the sign of the length: reserved, not submitted yet. */
  static final int RING_BUSY = 1 << 31;

  /** {@code BPF_RINGBUF_DISCARD_BIT}: given up by the program. */
  static final int RING_DISCARD = 1 << 30;

  private RecordLayout() {}

  /**
   * Bytes that a record of this length takes in the ring buffer: with its header, rounded up to
   * eight.
   */
  static long stride(int length) {
    return (length + RING_HEADER_BYTES + 7L) & -8L;
  }
}
