package io.observoor.api.probe;

/** The meaning of a field's number. */
public enum Unit {
  /** Nanoseconds. */
  NANOSECONDS,
  /** Microseconds, where the kernel itself keeps them (the smoothed round-trip time of TCP). */
  MICROSECONDS,
  /** Bytes. */
  BYTES,
  /** Pages of the kernel's page size. */
  PAGES,
  /** A number of occurrences. */
  COUNT,
  /** A number that stands for something else: a device, a port, a direction, an exit code. */
  CODE,
  /** Eight bytes of a text that is padded with zero bytes. */
  TEXT
}
