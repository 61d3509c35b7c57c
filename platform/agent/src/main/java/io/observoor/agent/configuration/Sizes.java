package io.observoor.agent.configuration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as they are written in the file: 134217728, 128MiB, 1GiB. */
public final class Sizes {
  /** What the user is told to write. */
  public static final String EXPECTED = "a number of bytes, such as 134217728, 128MiB or 1GiB";

  // 6 digits of TiB stay below 2^63.
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})|(\\d{1,6})(KiB|MiB|GiB|TiB)");

  private Sizes() {}

  /** The bytes that a text means, or nothing if it is not an amount. */
  public static Optional<Long> parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    if (size.group(1) != null) {
      return Optional.of(Long.parseLong(size.group(1)));
    }
    int power =
        switch (size.group(3)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 40;
        };
    return Optional.of(Long.parseLong(size.group(2)) << power);
  }

  /** The amount for people: the largest binary unit with at most one decimal. */
  public static String format(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? tenths / 10 + " " + units[unit]
        : tenths / 10 + "." + tenths % 10 + " " + units[unit];
  }
}
