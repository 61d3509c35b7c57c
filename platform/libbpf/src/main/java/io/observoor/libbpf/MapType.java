package io.observoor.libbpf;

/**
 * The map types that the platform creates itself: {@code enum bpf_map_type} of
 * include/uapi/linux/bpf.h.
 */
public enum MapType {
  HASH(1),
  ARRAY(2),
  ARRAY_OF_MAPS(12),
  RINGBUF(27);

  private final int number;

  MapType(int number) {
    this.number = number;
  }

  /** The kernel's number. */
  public int number() {
    return number;
  }
}
