package io.observoor.sinks.clickhouse.insert;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a table is to blame for what might be the place's fault. */
class SuspicionTest {
  private final Suspicion suspicion = new Suspicion();

  @ParameterizedTest
  @CsvSource({"UNCLEAR, 5", "PASSING, 12"})
  void isSureAfterSoManyRefusalsInARow(Blame blame, int refusals) {
    for (int i = 1; i < refusals; i++) {
      assertFalse(suspicion.isSure("table", blame), "refusal " + i);
    }
    assertTrue(suspicion.isSure("table", blame));
    assertTrue(suspicion.isSure("table", blame), "and stays so");
  }

  @Test
  void beginsAnewWhenTheTableTakesRows() {
    for (int i = 1; i < 5; i++) {
      assertFalse(suspicion.isSure("table", Blame.UNCLEAR));
    }
    suspicion.clear("table");
    assertFalse(suspicion.isSure("table", Blame.UNCLEAR));
  }

  @Test
  void isOfEachTableAlone() {
    for (int i = 1; i < 5; i++) {
      assertFalse(suspicion.isSure("table", Blame.UNCLEAR));
    }
    assertFalse(suspicion.isSure("other", Blame.UNCLEAR));
    assertTrue(suspicion.isSure("table", Blame.UNCLEAR));
  }
}
