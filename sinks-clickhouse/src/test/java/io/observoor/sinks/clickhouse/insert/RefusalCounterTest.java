package io.observoor.sinks.clickhouse.insert;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a table counts as the cause of failures that the server may have caused. */
class RefusalCounterTest {
  private final RefusalCounter counter = new RefusalCounter();

  @ParameterizedTest
  @CsvSource({"UNCLEAR, 5", "TRANSIENT, 12"})
  void blamesTheTableAtTheLimit(Blame blame, int refusals) {
    for (int i = 1; i < refusals; i++) {
      assertFalse(counter.isTableToBlame("table", blame), "refusal " + i);
    }
    assertTrue(counter.isTableToBlame("table", blame));
    assertTrue(counter.isTableToBlame("table", blame), "beyond the limit");
  }

  @Test
  void startsOverWhenTheTableAcceptsRows() {
    for (int i = 1; i < 5; i++) {
      assertFalse(counter.isTableToBlame("table", Blame.UNCLEAR));
    }
    counter.reset("table");
    assertFalse(counter.isTableToBlame("table", Blame.UNCLEAR));
  }

  @Test
  void countsEachTableSeparately() {
    for (int i = 1; i < 5; i++) {
      assertFalse(counter.isTableToBlame("table", Blame.UNCLEAR));
    }
    assertFalse(counter.isTableToBlame("other", Blame.UNCLEAR));
    assertTrue(counter.isTableToBlame("table", Blame.UNCLEAR));
  }
}
