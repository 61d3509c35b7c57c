package io.observoor.delivery.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PausesTest {
  @Test
  void theBackoffDoublesFromOneSecondToAMinute() {
    int[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
    for (int failures = 1; failures <= seconds.length; failures++) {
      assertEquals(Duration.ofSeconds(seconds[failures - 1]), Pauses.backoff(failures, 0.5));
    }
    assertEquals(Duration.ofSeconds(60), Pauses.backoff(Integer.MAX_VALUE, 0.5));
  }

  @Test
  void theBackoffVariesByAQuarter() {
    assertEquals(Duration.ofMillis(750), Pauses.backoff(1, 0));
    assertTrue(Pauses.backoff(1, 0.999).toMillis() <= 1_250);
  }
}
