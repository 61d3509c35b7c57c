package io.observoor.benchmarks.report;

/**
 * What a figure should be.
 *
 * @param bound on which side of the limit it should be
 * @param limit in the figure's unit
 */
public record Aim(Bound bound, double limit) {

  /** On which side of its limit a figure should be. */
  public enum Bound {
    AT_MOST("≤ "),
    BELOW("< "),
    AT_LEAST("≥ ");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** Whether a value is as it should be. */
  public boolean isMet(double value) {
    return switch (bound) {
      case AT_MOST -> value <= limit;
      case BELOW -> value < limit;
      case AT_LEAST -> value >= limit;
    };
  }

  @Override
  public String toString() {
    return bound.sign + Amount.format(limit);
  }
}
