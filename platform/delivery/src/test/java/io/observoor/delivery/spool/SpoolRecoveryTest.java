package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SpoolRecoveryTest {
  @Test
  void consecutiveNumbersAreOneRange() {
    assertEquals("", SpoolRecovery.ranges(new TreeSet<>()));
    assertEquals("3", SpoolRecovery.ranges(new TreeSet<>(List.of(3L))));
    assertEquals("3, 7-9, 11", SpoolRecovery.ranges(new TreeSet<>(List.of(3L, 7L, 8L, 9L, 11L))));
  }
}
