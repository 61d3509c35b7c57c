package io.observoor.benchmarks.report;

import java.util.Locale;

/** Formats numbers. */
final class Amount {
  private Amount() {}

  /** Formats three significant digits, and large numbers in full with commas. */
  static String format(double value) {
    double size = Math.abs(value);
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return size >= 0.005 ? String.format(Locale.ROOT, "%.2f", value) : "0.00";
  }
}
