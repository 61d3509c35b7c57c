package io.observoor.api.batch;

import java.util.Locale;

/** The places that can lose an event; each counts by event type. */
public enum LossPlace {
  /** The kernel's ring buffer was full: counted by the BPF program. */
  KERNEL_RING,
  /** A record of the ring buffer was not what its event declares. */
  DECODE,
  /** The event came after its window had closed for good. */
  LATE,
  /**
   * Finished rows could not be kept: the spool's disk failed for too long, or the spool reached its
   * bound.
   */
  SPOOL;

  /** As tables and metrics say it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
