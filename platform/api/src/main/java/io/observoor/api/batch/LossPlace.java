package io.observoor.api.batch;

import java.util.Locale;

/** The places that can lose an event or a row; each counts by event type, or by sink. */
public enum LossPlace {
  /** The kernel's ring buffer was full: counted by the BPF program. */
  KERNEL_RING,
  /**
   * The kernel passed over a run of a BPF program, because that program or one like it was running
   * on the CPU already. What the run would have seen is unknown: an event of a tracked process, or
   * nothing of interest.
   */
  SKIPPED,
  /** A record of the ring buffer was not what its event declares. */
  DECODE,
  /** The event came after its window had closed for good. */
  LATE,
  /** Finished rows could not be kept, for any sink: the spool's disk failed for too long. */
  SPOOL,
  /** Stored rows were given up before a sink had them: the spool reached its bound. */
  SPOOL_BOUND;

  /** As tables and metrics say it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
