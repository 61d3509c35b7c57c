package io.observoor.shell.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them. */
public final class Durations {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads a duration such as 500ms, 30s, 5m or 1h.
   *
   * @throws WrongUseException when it is none, or zero
   */
  public static Duration parse(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new WrongUseException("'" + text + "' is no time such as 500ms, 30s or 5m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** A time for people: 4s, 2m 5s, 3h 0m, 12d 4h. */
  public static String format(Duration time) {
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
