package io.observoor.probes.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's list of CPUs. */
final class OnlineCpusTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 1", "0-1 | 2", "0-3,5 | 5", "0,2-3,8-11 | 7", "0-127 | 128"})
  void countsRanges(String list, int cpus) {
    assertEquals(cpus, OnlineCpus.count(list + "\n"));
  }

  @Test
  void readsThoseOfTheSystem() {
    assertEquals(
        Runtime.getRuntime().availableProcessors() > 0, OnlineCpus.ofSystem().getAsInt() > 0);
  }
}
