package io.observoor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void returnsTheStateThatMeetsTheCondition() {
    assertEquals(3, Await.until("three reads", reads::incrementAndGet, count -> count == 3));
  }

  @Test
  void failsAtTheDeadlineWithTheLastState() {
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                Await.until(
                    Duration.ofMillis(5), "no reads", reads::incrementAndGet, count -> count == 0));
    assertEquals("not within PT0.005S: no reads; last state: " + reads.get(), failure.getMessage());
  }

  @Test
  void failsOnInterruption() {
    Thread.currentThread().interrupt();
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> Await.until("never", reads::get, count -> count > 0));
    assertTrue(Thread.interrupted());
    assertEquals("interrupted before: never; last state: 0", failure.getMessage());
  }

  @Test
  void passesOnTheExceptionOfTheState() {
    assertThrows(
        IOException.class,
        () ->
            Await.until(
                "a state",
                () -> {
                  throw new IOException("unreadable");
                },
                _ -> true));
  }
}
