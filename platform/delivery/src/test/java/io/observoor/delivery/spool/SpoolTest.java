package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences, cursors, the retention limit, and the size of the file. */
final class SpoolTest {
  private static final long LARGE = 1L << 30;

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private Spool open(long maximumBytes, String... sinks) throws SpoolException {
    Spool spool = new Spool(directory, maximumBytes, List.of(sinks), Disk.REAL);
    spool.open();
    return spool;
  }

  static List<Batch> all(Spool spool, long after) throws SpoolException {
    List<Batch> batches = new ArrayList<>();
    for (long s = spool.following(after); s > 0; s = spool.following(s)) {
      spool.read(spool.installation(), s).ifPresent(batches::add);
    }
    return batches;
  }

  @Test
  void batchesAreReadInOrderAfterReopening() throws SpoolException {
    Random random = new Random(1);
    List<String> stored = new ArrayList<>();
    String installation = "";
    for (int run = 0; run < 4; run++) {
      try (Spool spool = open(LARGE, "parquet")) {
        installation = run == 0 ? spool.installation() : installation;
        assertEquals(installation, spool.installation());
        for (int i = 0; i < 25; i++) {
          WindowRows rows = TestRows.random(random, i, 30);
          stored.add(TestRows.fingerprint(rows));
          assertEquals(stored.size(), spool.store(rows));
        }
      }
    }
    assertTrue(installation.matches("[0-9a-f]{12}"), installation);
    try (Spool spool = open(LARGE, "parquet")) {
      List<Batch> batches = all(spool, 0);
      assertEquals(100, batches.size());
      for (int i = 0; i < batches.size(); i++) {
        assertEquals(i + 1, batches.get(i).sequence());
        assertEquals(installation, batches.get(i).installation());
        assertEquals(stored.get(i), TestRows.fingerprint(batches.get(i).rows()));
      }
    }
  }

  @Test
  void aBatchIsKeptUntilEverySinkHasAcknowledgedIt() throws SpoolException {
    try (Spool spool = open(LARGE, "one", "two")) {
      for (int i = 1; i <= 10; i++) {
        spool.store(TestRows.simple(i, 1));
      }
      spool.cursor("one").acknowledge(spool.installation(), 7);
      spool.maintain();
      assertEquals(10, spool.statistics().batches());
      spool.cursor("two").acknowledge(spool.installation(), 4);
      spool.maintain();
      assertEquals(6, spool.statistics().batches());
      assertEquals(5, spool.following(0));
    }
    try (Spool spool = open(LARGE, "one", "two")) {
      assertEquals(7, spool.cursor("one").acknowledged());
      assertEquals(4, spool.cursor("two").acknowledged());
      assertEquals(6, spool.statistics().batches());
      spool.cursor("three").register();
      assertEquals(4, spool.cursor("three").acknowledged());
      assertEquals(5, TestRows.numberOf(all(spool, 4).getFirst()));
    }
  }

  @Test
  void sequencesContinueAfterTheFileWasEmptied() throws SpoolException {
    for (int run = 0; run < 5; run++) {
      try (Spool spool = open(LARGE, "sink")) {
        for (int i = 1; i <= 3; i++) {
          assertEquals(run * 3 + i, spool.store(TestRows.simple(i, 1)));
        }
        spool.cursor("sink").acknowledge(spool.installation(), spool.statistics().lastSequence());
        spool.maintain();
        assertEquals(0, spool.statistics().batches());
        assertEquals(0, spool.statistics().bytes());
      }
    }
  }

  @Test
  void acknowledgementsMoveNeitherBackNorBeyondTheNewestBatch() throws SpoolException {
    try (Spool spool = open(LARGE, "sink")) {
      spool.store(TestRows.simple(1, 1));
      spool.store(TestRows.simple(2, 1));
      spool.cursor("sink").acknowledge(spool.installation(), 99);
      assertEquals(2, spool.cursor("sink").acknowledged());
      spool.cursor("sink").acknowledge(spool.installation(), 1);
      assertEquals(2, spool.cursor("sink").acknowledged());
      spool.store(TestRows.simple(3, 1));
      spool.cursor("sink").acknowledge("another", 3);
      assertEquals(2, spool.cursor("sink").acknowledged());
    }
  }

  @Test
  void theOldestBatchesAreGivenUpAtTheLimitAndCounted() throws SpoolException {
    try (Spool spool = open(40_000, "fast", "slow")) {
      Random random = new Random(2);
      long rows = 0;
      int stored = 0;
      while (spool.statistics().givenUpBatches() < 20) {
        WindowRows window = TestRows.random(random, stored, 30);
        spool.store(window);
        rows += window.rowCount();
        stored++;
        spool.cursor("fast").acknowledge(spool.installation(), stored);
        assertTrue(spool.statistics().bytes() <= 40_000);
      }
      long kept = 0;
      for (Batch batch : all(spool, 0)) {
        kept += batch.rows().rowCount();
      }
      SpoolStatistics statistics = spool.statistics();
      SpoolStatistics.CursorStatistics fast = statistics.cursors().getFirst();
      SpoolStatistics.CursorStatistics slow = statistics.cursors().getLast();
      assertEquals(0, fast.givenUpBatches());
      assertEquals(rows, fast.deliveredRows());
      assertEquals(stored - statistics.batches(), slow.givenUpBatches());
      assertEquals(rows - kept, slow.givenUpRows());
      assertEquals(statistics.batches(), slow.pendingBatches());
      assertEquals(slow.givenUpBatches(), statistics.givenUpBatches());
    }
  }

  @Test
  void aBatchLargerThanTheLimitIsKeptAlone() throws SpoolException {
    try (Spool spool = open(100, "sink")) {
      spool.store(TestRows.random(new Random(1), 1, 200));
      long sequence = spool.store(TestRows.random(new Random(7), 2, 200));
      assertEquals(1, spool.statistics().batches());
      assertEquals(2, TestRows.numberOf(spool.read(spool.installation(), sequence).orElseThrow()));
    }
  }

  @Test
  void theFileStaysSmallWhileBatchesAreStoredAndReleased() throws SpoolException, IOException {
    long largest = 0;
    try (Spool spool = open(LARGE, "sink")) {
      Random random = new Random(3);
      for (int i = 1; i <= 10_000; i++) {
        spool.store(TestRows.random(random, i, 20));
        if (i % 5 == 0) {
          spool.cursor("sink").acknowledge(spool.installation(), i - random.nextInt(20));
        }
        if (i % 7 == 0) {
          spool.maintain();
        }
        if (i % 100 == 0) {
          largest = Math.max(largest, Files.size(directory.resolve("spool.mv")));
        }
      }
    }
    assertTrue(largest < 4 << 20, "the file grew to " + largest);
  }

  @Test
  void theFileShrinksAfterABacklog() throws SpoolException, IOException {
    Path file = directory.resolve("spool.mv");
    try (Spool spool = open(LARGE, "sink")) {
      Random random = new Random(3);
      for (int i = 1; i <= 1_500; i++) {
        spool.store(TestRows.random(random, i, 300));
      }
      long backlog = Files.size(file);
      assertTrue(backlog > 16 << 20, "only " + backlog);
      assertTrue(
          backlog < 2 * spool.statistics().bytes() + (4 << 20),
          backlog + " for " + spool.statistics().bytes());
      spool.cursor("sink").acknowledge(spool.installation(), 1_500);
      while (spool.maintain()) {
        assertTrue(spool.statistics().batches() > 0);
      }
      for (int i = 1; i <= 5; i++) {
        spool.store(TestRows.simple(i, 1));
        spool.maintain();
      }
      assertTrue(Files.size(file) < 6 << 20, "still " + Files.size(file));
    }
  }

  @Test
  void aSecondAgentIsRefused() throws SpoolException {
    try (Spool first = open(LARGE, "sink")) {
      SpoolException refused = assertThrows(SpoolException.class, () -> open(LARGE, "sink"));
      assertTrue(refused.getMessage().contains("another agent uses it"), refused.getMessage());
      assertEquals(1, first.store(TestRows.simple(1, 1)));
    }
    try (Spool second = open(LARGE, "sink")) {
      assertEquals(1, second.statistics().batches());
    }
  }

  @Test
  void twoSpoolsHaveDifferentInstallations() throws SpoolException {
    try (Spool one = open(LARGE);
        Spool other = new Spool(directory.resolve("deeper/yet"), LARGE, List.of(), Disk.REAL)) {
      other.open();
      assertNotEquals(one.installation(), other.installation());
    }
  }
}
