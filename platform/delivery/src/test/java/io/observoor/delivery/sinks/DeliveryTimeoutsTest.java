package io.observoor.delivery.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeliveryTimeoutsTest {
  @Test
  void theBackoffDoublesFromOneSecondToAMinute() {
    int[] seconds = {1, 2, 4, 8, 16, 32, 60, 60};
    for (int failures = 1; failures <= seconds.length; failures++) {
      assertEquals(
          Duration.ofSeconds(seconds[failures - 1]), DeliveryTimeouts.backoff(failures, 0.5));
    }
    assertEquals(Duration.ofSeconds(60), DeliveryTimeouts.backoff(Integer.MAX_VALUE, 0.5));
  }

  @Test
  void theBackoffVariesByAQuarter() {
    assertEquals(Duration.ofMillis(750), DeliveryTimeouts.backoff(1, 0));
    assertTrue(DeliveryTimeouts.backoff(1, 0.999).toMillis() <= 1_250);
  }
}
