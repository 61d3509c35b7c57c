package io.observoor.sinks.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header Retry-After: seconds, or a date. */
final class RetryAfter {
  /** No server may silence the agent for longer at a time. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** How long to wait from now on, at most an hour; empty when it says neither. */
  static Optional<Duration> parse(String value, Instant now) {
    return wanted(value.strip(), now)
        .map(it -> it.isNegative() ? Duration.ZERO : it.compareTo(LONGEST) > 0 ? LONGEST : it);
  }

  private static Optional<Duration> wanted(String value, Instant now) {
    try {
      if (value.matches("\\d{1,18}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(Duration.between(now, then));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
