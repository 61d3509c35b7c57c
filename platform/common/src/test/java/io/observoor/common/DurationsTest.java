package io.observoor.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @Test
  void parsesOneUnitOrSeveral() {
    assertEquals(Optional.of(Duration.ofMillis(500)), Durations.parse("500ms"));
    assertEquals(Optional.of(Duration.ofSeconds(30)), Durations.parse("30s"));
    assertEquals(Optional.of(Duration.ofMinutes(5)), Durations.parse("5m"));
    assertEquals(Optional.of(Duration.ofHours(1)), Durations.parse("1h"));
    assertEquals(Optional.of(Duration.ofDays(1)), Durations.parse("1d"));
    assertEquals(Optional.of(Duration.ofSeconds(90)), Durations.parse("1m30s"));
    assertEquals(Optional.of(Duration.ofMillis(1500)), Durations.parse("1.5s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.s", "1e3s", "9999999999999s"})
  void refusesOtherTexts(String text) {
    assertEquals(Optional.empty(), Durations.parse(text));
  }

  @Test
  void formatsWhatParseTakes() {
    assertEquals("1500ms", Durations.format(Duration.ofMillis(1500)));
    assertEquals("0s", Durations.format(Duration.ZERO));
    assertEquals("90s", Durations.format(Duration.ofSeconds(90)));
    assertEquals("5m", Durations.format(Duration.ofMinutes(5)));
    assertEquals("24h", Durations.format(Duration.ofDays(1)));
  }

  @Test
  void describesByTwoUnits() {
    assertEquals("0s", Durations.describe(Duration.ofMillis(900)));
    assertEquals("2m 5s", Durations.describe(Duration.ofSeconds(125)));
    assertEquals("3h 0m", Durations.describe(Duration.ofHours(3)));
    assertEquals("12d 4h", Durations.describe(Duration.ofHours(292)));
  }
}
