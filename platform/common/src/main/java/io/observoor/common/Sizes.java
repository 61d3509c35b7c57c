package io.observoor.common;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as text: 134217728, 128MiB, 1.5 GiB. */
public final class Sizes {
  /** The form that an error message asks for. */
  public static final String EXPECTED = "a number of bytes, such as 134217728, 128MiB or 1GiB";

  // 6 digits of TiB stay below 2^63.
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})|(\\d{1,6})([KMGT])iB");

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /** Parses a number of bytes; empty if the text is not one. */
  public static Optional<Long> parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    if (size.group(1) != null) {
      return Optional.of(Long.parseLong(size.group(1)));
    }
    return Optional.of(Long.parseLong(size.group(2)) << (10 * (1 + "KMGT".indexOf(size.group(3)))));
  }

  /** Formats a number of bytes in the largest binary unit, with one decimal at most. */
  public static String format(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    long tenths = Math.round(value * 10);
    return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " " + UNITS[unit];
  }
}
