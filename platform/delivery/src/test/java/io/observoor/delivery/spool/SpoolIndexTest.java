package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cursors while batches are stored and removed. */
final class SpoolIndexTest {
  private final SpoolIndex index = new SpoolIndex();

  private void store(int batches) {
    for (int i = 0; i < batches; i++) {
      index.stored(100, 1);
    }
  }

  @Test
  void aNewCursorBeginsWithTheOldestBatch() {
    index.cursor("a").register();
    store(5);
    index.cursor("a").acknowledge("", 2);
    index.finish(index.beginRemoval(index.release(1_000), Map.of()));
    index.cursor("b").register();

    assertEquals(3, index.following(index.cursor("b").acknowledged()));
  }

  @Test
  void aCursorRegisteredDuringARemovalLosesNothing() {
    index.cursor("a").register();
    store(5);
    index.cursor("a").acknowledge("", 2);
    int removed = index.release(1_000);
    index.cursor("b").register();

    SpoolIndex.Removal removal = index.beginRemoval(removed, Map.of());
    index.finish(removal);
    assertEquals(List.of(), removal.sinks(), "nothing is given up for the new sink");
    assertEquals(3, index.following(index.cursor("b").acknowledged()));
    assertEquals(0, index.statistics(0).givenUpBatches());
  }
}
