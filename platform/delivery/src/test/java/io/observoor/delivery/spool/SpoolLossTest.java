package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.LossTable;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.TestRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that were given up are told of once, exactly, in a batch that some sink gets. */
final class SpoolLossTest {
  private static final long BOUND = 3_000;

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private Spool open(Disk disk, String... sinks) throws SpoolException {
    Spool spool = new Spool(directory, BOUND, List.of(sinks), disk);
    spool.open();
    return spool;
  }

  /** Stores windows of three rows until so many batches were given up. */
  private static void storeUntilGivenUp(Spool spool, long batches) throws SpoolException {
    while (spool.statistics().givenUpBatches() < batches) {
      spool.store(TestRows.simple(1, 3));
    }
  }

  /** Rows that a batch says were given up, by sink. */
  private static Map<String, Long> losses(Batch batch) {
    Map<String, Long> losses = new TreeMap<>();
    for (Table table : batch.rows().tables()) {
      for (int row = 0; table.schema().equals(LossTable.SCHEMA) && row < table.rows(); row++) {
        assertEquals("spool_bound", table.column("place").textAt(row));
        String sink = table.column("event").textAt(row);
        losses.merge(sink, table.column("count").longAt(row), Long::sum);
      }
    }
    return losses;
  }

  /** Gives a sink all that is kept for it; what it is told of losses. */
  private static Map<String, Long> deliver(Spool spool, String sink) throws SpoolException {
    Map<String, Long> told = new TreeMap<>();
    for (Batch batch : SpoolTest.all(spool, spool.acknowledged(sink))) {
      spool.give(sink, spool.installation(), batch.sequence());
      losses(batch).forEach((name, rows) -> told.merge(name, rows, Long::sum));
      spool.acknowledge(sink, spool.installation(), batch.sequence());
    }
    return told;
  }

  private static SpoolStatistics.Cursor cursor(Spool spool, String sink) {
    return spool.statistics().cursors().stream()
        .filter(cursor -> cursor.name().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSinkIsToldOfItsLossesWhenItIsBack() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead", "well")) {
      while (spool.statistics().givenUpBatches() < 10) {
        spool.store(TestRows.simple(1, 3));
        assertEquals(Map.of(), deliver(spool, "well"), "the other is told no earlier");
      }
      assertEquals(30, cursor(spool, "dead").givenUpRows());
      assertEquals(Map.of(), deliver(spool, "dead"));
      spool.store(TestRows.simple(2, 3));
      spool.store(TestRows.simple(3, 3));
      assertEquals(Map.of("dead", 30L), deliver(spool, "dead"));
      assertEquals(Map.of("dead", 30L), deliver(spool, "well"));
      assertEquals(0, cursor(spool, "well").givenUpRows());
    }
  }

  @Test
  void whatIsOwedOutlivesTheProcess() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead")) {
      storeUntilGivenUp(spool, 7);
    }
    try (Spool spool = open(Disk.REAL, "dead")) {
      storeUntilGivenUp(spool, 2);
      assertEquals(Map.of(), deliver(spool, "dead"));
      spool.store(TestRows.simple(2, 3));
    }
    try (Spool spool = open(Disk.REAL, "dead")) {
      assertEquals(
          Map.of("dead", 27L), deliver(spool, "dead"), "once, though it was stored before");
      spool.store(TestRows.simple(2, 3));
      assertEquals(Map.of(), deliver(spool, "dead"));
    }
  }

  @Test
  void aBatchThatTellsOfLossesMayBeGivenUpItself() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead")) {
      storeUntilGivenUp(spool, 5);
      long seen = spool.following(0);
      spool.acknowledge("dead", spool.installation(), seen);
      spool.store(TestRows.simple(2, 3));
      storeUntilGivenUp(spool, 200);
      long lost = cursor(spool, "dead").givenUpRows();
      assertEquals(601, lost, "one batch had a row more, which told of the first");
      assertEquals(Map.of(), deliver(spool, "dead"));
      spool.store(TestRows.simple(3, 3));
      assertEquals(Map.of("dead", lost), deliver(spool, "dead"));
    }
  }

  @Test
  void whatASinkHoldsIsLostOnlyWhenItLetsGo() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "slow")) {
      for (int i = 0; i < 3; i++) {
        long sequence = spool.store(TestRows.simple(i, 3));
        spool.give("slow", spool.installation(), sequence);
      }
      while (spool.following(0) <= 4) {
        spool.store(TestRows.simple(9, 3));
      }
      assertEquals(1, cursor(spool, "slow").givenUpBatches(), "the fourth, which it has not seen");
      spool.acknowledge("slow", spool.installation(), 2);
      assertEquals(6, cursor(spool, "slow").deliveredRows());
      spool.letGo("slow");
      assertEquals(6, cursor(spool, "slow").givenUpRows(), "the third as well");
      deliver(spool, "slow");
      spool.store(TestRows.simple(9, 3));
      assertEquals(Map.of("slow", 6L), deliver(spool, "slow"));
    }
  }

  @Test
  void ofASinkThatWasForgottenTheOthersAreTold() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead", "well")) {
      storeUntilGivenUp(spool, 4);
      deliver(spool, "well");
      spool.forget("dead");
      spool.store(TestRows.simple(2, 3));
      Map<String, Long> told = deliver(spool, "well");
      assertEquals(12, told.get("dead"));
    }
  }

  @Test
  void aWindowKeepsItsOwnLosses() {
    WindowRows plain = TestRows.simple(1, 2);
    TableBuilder own = new TableBuilder(LossTable.SCHEMA);
    own.row().text("disk_io").text("late").number(3);
    List<Table> tables = new ArrayList<>(plain.tables());
    tables.add(own.build(plain.context()));
    WindowRows complete =
        LossRows.add(new WindowRows(plain.context(), tables), Map.of("http", 12L));
    assertEquals(2, complete.tables().size());
    Table losses = complete.tables().getLast();
    assertEquals("disk_io", losses.column("event").textAt(0));
    assertEquals("late", losses.column("place").textAt(0));
    assertEquals(3, losses.column("count").longAt(0));
    assertEquals("http", losses.column("event").textAt(1));
    assertEquals(12, losses.column("count").longAt(1));
  }

  /** A sink and a disk that fail, restarts: every row arrives, or is told of. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRowArrivesOrIsToldOf(long seed) throws SpoolException {
    Random random = new Random(seed);
    FailingDisk disk = new FailingDisk();
    Account account = new Account();
    Spool spool = open(disk, "sink");
    for (int step = 0; step < 1_500; step++) {
      boolean dead = step / 100 % 2 == 0;
      disk.refuseAfter(random.nextInt(20) == 0 ? random.nextInt(4) : Long.MAX_VALUE);
      account.store(spool, disk, TestRows.simple(step, random.nextInt(1, 9)));
      disk.repair();
      spool.maintain();
      if (random.nextInt(150) == 0) {
        account.letGo(spool);
        spool.close();
        spool = open(disk, "sink");
      }
      account.take(spool, 2);
      if (!dead && random.nextInt(3) == 0) {
        account.acknowledge(spool);
      } else if (random.nextInt(10) == 0) {
        account.letGo(spool);
      }
    }
    assertTrue(account.told > 0);
    assertTrue(disk.refusals() > 0);
    account.letGo(spool);
    for (int i = 0; i < 3; i++) {
      account.store(spool, disk, TestRows.simple(0, 1));
      account.take(spool, Integer.MAX_VALUE);
      account.acknowledge(spool);
    }
    assertEquals(account.stored, account.arrived + account.told);
    spool.close();
  }

  /** A sink that holds batches until it acknowledges them, and what became of all rows. */
  private static final class Account {
    private final List<Batch> held = new ArrayList<>();
    private long stored;
    private long arrived;
    private long told;

    void store(Spool spool, FailingDisk disk, WindowRows rows) throws SpoolException {
      long sequence = 0;
      while (sequence == 0) {
        try {
          sequence = spool.store(rows);
        } catch (SpoolException e) {
          disk.repair();
        }
      }
      stored += spool.read(spool.installation(), sequence).orElseThrow().rows().rowCount();
    }

    void take(Spool spool, int most) throws SpoolException {
      long position = held.isEmpty() ? spool.acknowledged("sink") : held.getLast().sequence();
      long next = spool.following(position);
      for (int i = 0; i < most && next > 0; i++) {
        held.add(spool.read(spool.installation(), next).orElseThrow());
        spool.give("sink", spool.installation(), next);
        next = spool.following(next);
      }
    }

    void acknowledge(Spool spool) {
      for (Batch batch : held) {
        told += losses(batch).values().stream().mapToLong(Long::longValue).sum();
        arrived += batch.rows().rowCount();
        spool.acknowledge("sink", spool.installation(), batch.sequence());
      }
      held.clear();
    }

    void letGo(Spool spool) {
      held.clear();
      spool.letGo("sink");
    }
  }
}
