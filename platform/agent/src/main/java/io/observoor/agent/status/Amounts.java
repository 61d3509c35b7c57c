package io.observoor.agent.status;

/** Numbers for people. */
final class Amounts {
  private static final String[] UNITS = {"", "k", "M", "G", "T"};

  private Amounts() {}

  /** At most four characters and a unit: 999, 1.2k, 45k, 3.0M. */
  static String shorten(long number) {
    if (number < 1000) {
      return String.valueOf(number);
    }
    double value = number;
    int unit = 0;
    // 999.5 would be written as 1000
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    long tenths = Math.round(value * 10);
    return tenths < 100
        ? tenths / 10 + "." + tenths % 10 + UNITS[unit]
        : Math.round(value) + UNITS[unit];
  }
}
