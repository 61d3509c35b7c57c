package io.observoor.api.batch;

import java.util.Locale;

/**
 * The share of an event type's events that leaves the kernel. Rows carry it and are never scaled.
 *
 * @param mode how events are chosen
 * @param rate the share, in (0, 1]
 */
public record Sampling(Mode mode, float rate) {

  /** Keeps every event. */
  public static final Sampling NONE = new Sampling(Mode.NONE, 1.0f);

  /** How events are chosen. */
  public enum Mode {
    /** All events. */
    NONE,
    /** Each event with the probability {@code rate}, in steps of one millionth. */
    PROBABILITY,
    /** Every Nth event of a CPU; {@code rate} is 1/N. */
    NTH;

    /** The value of the column {@code sampling_mode}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
