package io.observoor.sinks.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Parses the header Retry-After: seconds, or an HTTP date. */
final class RetryAfter {
  /** The longest pause that the sink accepts. */
  private static final Duration MAX = Duration.ofHours(1);

  private RetryAfter() {}

  /** The time to wait from {@code now}, at most an hour; empty if the value is invalid. */
  static Optional<Duration> parse(String value, Instant now) {
    return unlimited(value.strip(), now)
        .map(it -> it.isNegative() ? Duration.ZERO : it.compareTo(MAX) > 0 ? MAX : it);
  }

  private static Optional<Duration> unlimited(String value, Instant now) {
    try {
      if (value.matches("\\d{1,18}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
