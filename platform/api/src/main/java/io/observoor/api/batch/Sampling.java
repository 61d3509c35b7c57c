package io.observoor.api.batch;

import java.util.Locale;

/**
 * Which share of an event's occurrences leaves the kernel. Rows carry it and are never scaled.
 *
 * @param mode how they are chosen
 * @param rate the share, in (0, 1]
 */
public record Sampling(Mode mode, float rate) {

  /** Every occurrence. */
  public static final Sampling NONE = new Sampling(Mode.NONE, 1.0f);

  /** The ways to choose. */
  public enum Mode {
    /** All of them. */
    NONE,
    /** Each with the chance {@code rate}, in steps of one millionth. */
    PROBABILITY,
    /** Every Nth of a CPU, where {@code rate} is 1/N. */
    NTH;

    /** As the column {@code sampling_mode} says it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
