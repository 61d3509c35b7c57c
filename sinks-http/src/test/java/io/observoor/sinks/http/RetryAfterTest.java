package io.observoor.sinks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "120 | PT2M",
        "999999999999 | PT1H",
        "Wed, 04 Mar 2026 12:00:30 GMT | PT30S",
        "Wed, 4 Mar 2026 11:00:00 GMT | PT0S",
        "Thu, 05 Mar 2026 12:00:00 GMT | PT1H",
        "soon |",
        "-5 |",
        "'' |"
      })
  void parsesSecondsAndDates(String value, Duration expected) {
    assertEquals(Optional.ofNullable(expected), RetryAfter.parse(value, NOW));
  }
}
