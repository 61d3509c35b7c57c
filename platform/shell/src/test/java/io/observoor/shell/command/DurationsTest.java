package io.observoor.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @Test
  void timesAsUsersWriteThem() {
    assertEquals(Duration.ofMillis(500), Durations.parse("500ms"));
    assertEquals(Duration.ofSeconds(30), Durations.parse("30s"));
    assertEquals(Duration.ofMinutes(5), Durations.parse("5m"));
    assertEquals(Duration.ofHours(1), Durations.parse("1h"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "0s", "1.5s", "99999999s", "1d"})
  void whatIsNoTimeIsWrongUse(String text) {
    assertThrows(WrongUseException.class, () -> Durations.parse(text));
  }

  @Test
  void timesForPeople() {
    assertEquals("0s", Durations.format(Duration.ofMillis(900)));
    assertEquals("2m 5s", Durations.format(Duration.ofSeconds(125)));
    assertEquals("3h 0m", Durations.format(Duration.ofHours(3)));
    assertEquals("12d 4h", Durations.format(Duration.ofHours(292)));
  }

  @Test
  void sizesForPeople() {
    assertEquals("0 B", Sizes.format(0));
    assertEquals("1023 B", Sizes.format(1023));
    assertEquals("1.5 KiB", Sizes.format(1536));
    assertEquals("2.0 GiB", Sizes.format(2L << 30));
  }
}
