package io.observoor.api.batch;

import java.util.Locale;

/** The stages between kernel and sink that can lose an event or a row. */
public enum LossStage {
  /** The kernel's ring buffer was full; the BPF program counts. */
  KERNEL_RING,
  /**
   * The kernel skipped a run of a BPF program, because that program, or another at the same hook,
   * was running on the CPU already. What the run would have seen is unknown: an event of a tracked
   * process, or nothing of interest.
   */
  SKIPPED,
  /** A record of the ring buffer did not match the declaration of its event. */
  DECODE,
  /** The event arrived after its window had closed. */
  LATE,
  /** The spool could not store finished rows for any sink: its disk failed for too long. */
  SPOOL,
  /** The spool gave up stored rows at its retention limit, before a sink had acknowledged them. */
  SPOOL_BOUND;

  /** The name in tables and metrics. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
