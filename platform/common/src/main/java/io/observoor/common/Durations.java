package io.observoor.common;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: 100ms, 1s, 5m, 24h, 1m30s. */
public final class Durations {
  /** The form that an error message asks for. */
  public static final String EXPECTED = "a number with a unit, such as 100ms, 1s, 5m or 24h";

  // The number of digits keeps every sum of parts below the range of a Duration's seconds.
  private static final Pattern PART = Pattern.compile("\\G(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");
  private static final int LONGEST = 64;

  private Durations() {}

  /** Parses a duration; empty if the text is not one. Cuts off what is finer than 1 ns. */
  public static Optional<Duration> parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find()) {
      sum = sum.plus(of(new BigDecimal(part.group(1)), part.group(2)));
      end = part.end();
    }
    return end == text.length() ? Optional.of(sum) : Optional.empty();
  }

  private static Duration of(BigDecimal number, String unit) {
    long nanos =
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        };
    BigDecimal[] seconds =
        number
            .multiply(BigDecimal.valueOf(nanos))
            .divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Duration.ofSeconds(seconds[0].longValueExact(), seconds[1].longValue());
  }

  /** Formats a duration as {@link #parse} takes it, in the largest unit that is exact to the ms. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }

  /** Describes an elapsed time by its two largest units: 4s, 2m 5s, 3h 0m, 12d 4h. */
  public static String describe(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d " + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h " + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }
}
