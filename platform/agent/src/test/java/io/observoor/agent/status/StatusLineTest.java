package io.observoor.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.observoor.api.batch.Loss;
import io.observoor.api.batch.LossStage;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusLineTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.0k",
    "1234, 1.2k",
    "9949, 9.9k",
    "9950, 10k",
    "45678, 46k",
    "999499, 999k",
    "999500, 1.0M",
    "3000000, 3.0M",
    "7654321000, 7.7G",
  })
  void shortensNumbers(long number, String text) {
    assertEquals(text, StatusLine.shorten(number));
  }

  @Test
  void namesTheMostFrequentEventsAndSumsUpTheRest() {
    assertEquals("no events", StatusLine.events(Map.of()));
    assertEquals("b 2, a 1", StatusLine.events(Map.of("a", 1L, "b", 2L)));
    assertEquals(
        "f 6, e 5, d 4, c 3, others 3",
        StatusLine.events(Map.of("a", 1L, "b", 2L, "c", 3L, "d", 4L, "e", 5L, "f", 6L)));
  }

  @Test
  void namesLossesAndTheirStages() {
    assertEquals("lost 0", StatusLine.losses(List.of()));
    assertEquals(
        "LOST 1.2k (read kernel_ring 1.2k, futex late 7)",
        StatusLine.losses(
            List.of(
                new Loss("futex", LossStage.LATE, 7),
                new Loss("read", LossStage.KERNEL_RING, 1200),
                new Loss("mmap", LossStage.DECODE, 0))));
  }

  @Test
  void namesTheStatesOfSinks() {
    assertEquals("no sink", StatusLine.sinks(delivery("")));
    assertEquals(
        "parquet 1.5k rows", StatusLine.sinks(delivery("", sink(0, SinkState.DELIVERING, ""))));
    assertEquals(
        "parquet 1.5k rows, behind 3 (waiting-to-retry: disk full)",
        StatusLine.sinks(delivery("", sink(3, SinkState.WAITING_TO_RETRY, "disk full"))));
    assertEquals(
        "parquet 1.5k rows, SPOOL FAILS: No space left on device",
        StatusLine.sinks(delivery("No space left on device", sink(0, SinkState.DELIVERING, ""))));
  }

  private static SinkStatistics sink(long pending, SinkState state, String error) {
    return new SinkStatistics("parquet", state, 9, pending, 0, 9, 1500, 0, error, 0, 0, List.of());
  }

  private static DeliveryStatistics delivery(String failure, SinkStatistics... sinks) {
    return new DeliveryStatistics(
        "id", 9, 9, 1500, 0, 0, 0, 0, 0, 0, 0, 0, failure, List.of(sinks));
  }
}
