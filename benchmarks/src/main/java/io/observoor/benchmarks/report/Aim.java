package io.observoor.benchmarks.report;

/**
 * The aim of a figure.
 *
 * @param bound the wanted side of the limit
 * @param limit in the figure's unit
 */
public record Aim(Bound bound, double limit) {

  /** A side of a limit. */
  public enum Bound {
    AT_MOST("≤ "),
    BELOW("< "),
    AT_LEAST("≥ ");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** Tests whether a value meets the aim. */
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
