package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cursors, while batches come and go. */
final class LedgerTest {
  private final Ledger ledger = new Ledger();

  private void store(int batches) {
    for (int i = 0; i < batches; i++) {
      ledger.stored(100, 1);
    }
  }

  @Test
  void aNewCursorBeginsWithTheOldestBatchThatIsKept() {
    ledger.register("a");
    store(5);
    ledger.acknowledge("a", "", 2);
    ledger.finish(ledger.begin(ledger.release(1_000), Map.of()));
    ledger.register("b");

    assertEquals(3, ledger.following(ledger.acknowledged("b")));
  }

  @Test
  void aCursorThatComesDuringARemovalLosesNothing() {
    ledger.register("a");
    store(5);
    ledger.acknowledge("a", "", 2);
    int leaving = ledger.release(1_000);
    ledger.register("b");

    Removal removal = ledger.begin(leaving, Map.of());
    ledger.finish(removal);
    assertEquals(List.of(), removal.losers(), "nothing is given up for the new one");
    assertEquals(3, ledger.following(ledger.acknowledged("b")));
    assertEquals(0, ledger.statistics(0).givenUpBatches());
  }
}
