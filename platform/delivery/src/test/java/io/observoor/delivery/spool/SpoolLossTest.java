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

/** A batch that some sink gets reports rows that were given up, exactly once. */
final class SpoolLossTest {
  private static final long RETENTION_LIMIT = 3_000;

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private Spool open(Disk disk, String... sinks) throws SpoolException {
    Spool spool = new Spool(directory, RETENTION_LIMIT, List.of(sinks), disk);
    spool.open();
    return spool;
  }

  /** Stores windows of three rows until this many batches are given up. */
  private static void storeUntilGivenUp(Spool spool, long batches) throws SpoolException {
    while (spool.statistics().givenUpBatches() < batches) {
      spool.store(TestRows.simple(1, 3));
    }
  }

  /** Rows that a batch reports as given up, by sink. */
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

  /** Delivers all batches of a sink; returns the losses that they report. */
  private static Map<String, Long> deliver(Spool spool, String sink) throws SpoolException {
    Map<String, Long> reported = new TreeMap<>();
    for (Batch batch : SpoolTest.all(spool, spool.cursor(sink).acknowledged())) {
      spool.cursor(sink).markSent(spool.installation(), batch.sequence());
      losses(batch).forEach((name, rows) -> reported.merge(name, rows, Long::sum));
      spool.cursor(sink).acknowledge(spool.installation(), batch.sequence());
    }
    return reported;
  }

  private static SpoolStatistics.CursorStatistics cursor(Spool spool, String sink) {
    return spool.statistics().cursors().stream()
        .filter(cursor -> cursor.name().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lossesAreReportedWhenTheSinkHasRecovered() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead", "well")) {
      while (spool.statistics().givenUpBatches() < 10) {
        spool.store(TestRows.simple(1, 3));
        assertEquals(Map.of(), deliver(spool, "well"), "no earlier report to the other sink");
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
  void unreportedLossesOutliveTheProcess() throws SpoolException {
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
          Map.of("dead", 27L), deliver(spool, "dead"), "reported once, though stored before");
      spool.store(TestRows.simple(2, 3));
      assertEquals(Map.of(), deliver(spool, "dead"));
    }
  }

  @Test
  void aLossReportThatIsGivenUpIsRepeated() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead")) {
      storeUntilGivenUp(spool, 5);
      long seen = spool.following(0);
      spool.cursor("dead").acknowledge(spool.installation(), seen);
      spool.store(TestRows.simple(2, 3));
      storeUntilGivenUp(spool, 200);
      long lost = cursor(spool, "dead").givenUpRows();
      assertEquals(601, lost, "one batch had one row more, the first report");
      assertEquals(Map.of(), deliver(spool, "dead"));
      spool.store(TestRows.simple(3, 3));
      assertEquals(Map.of("dead", lost), deliver(spool, "dead"));
    }
  }

  @Test
  void batchesInFlightAreLostOnlyWhenTheSinkIsClosed() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "slow")) {
      for (int i = 0; i < 3; i++) {
        long sequence = spool.store(TestRows.simple(i, 3));
        spool.cursor("slow").markSent(spool.installation(), sequence);
      }
      while (spool.following(0) <= 4) {
        spool.store(TestRows.simple(9, 3));
      }
      assertEquals(1, cursor(spool, "slow").givenUpBatches(), "the fourth, which was not sent");
      spool.cursor("slow").acknowledge(spool.installation(), 2);
      assertEquals(6, cursor(spool, "slow").deliveredRows());
      spool.cursor("slow").sinkClosed();
      assertEquals(6, cursor(spool, "slow").givenUpRows(), "and the third");
      deliver(spool, "slow");
      spool.store(TestRows.simple(9, 3));
      assertEquals(Map.of("slow", 6L), deliver(spool, "slow"));
    }
  }

  @Test
  void lossesOfARemovedSinkAreReportedToOthers() throws SpoolException {
    try (Spool spool = open(Disk.REAL, "dead", "well")) {
      storeUntilGivenUp(spool, 4);
      deliver(spool, "well");
      spool.remove(spool.cursor("dead"));
      spool.store(TestRows.simple(2, 3));
      Map<String, Long> reported = deliver(spool, "well");
      assertEquals(12, reported.get("dead"));
    }
  }

  @Test
  void lossRowsAreAddedToTheOwnLossesOfAWindow() {
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

  /** With a failing sink and disk and restarts, every row is delivered or reported as lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRowIsDeliveredOrReportedAsLost(long seed) throws SpoolException {
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
        account.close(spool);
        spool.close();
        spool = open(disk, "sink");
      }
      account.receive(spool, 2);
      if (!dead && random.nextInt(3) == 0) {
        account.acknowledge(spool);
      } else if (random.nextInt(10) == 0) {
        account.close(spool);
      }
    }
    assertTrue(account.reported > 0);
    assertTrue(disk.refusals() > 0);
    account.close(spool);
    for (int i = 0; i < 3; i++) {
      account.store(spool, disk, TestRows.simple(0, 1));
      account.receive(spool, Integer.MAX_VALUE);
      account.acknowledge(spool);
    }
    assertEquals(account.stored, account.delivered + account.reported);
    spool.close();
  }

  /** A sink that holds batches until it acknowledges them, and counts of all rows. */
  private static final class Account {
    private final List<Batch> inFlight = new ArrayList<>();
    private long stored;
    private long delivered;
    private long reported;

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

    void receive(Spool spool, int most) throws SpoolException {
      long position =
          inFlight.isEmpty() ? spool.cursor("sink").acknowledged() : inFlight.getLast().sequence();
      long next = spool.following(position);
      for (int i = 0; i < most && next > 0; i++) {
        inFlight.add(spool.read(spool.installation(), next).orElseThrow());
        spool.cursor("sink").markSent(spool.installation(), next);
        next = spool.following(next);
      }
    }

    void acknowledge(Spool spool) {
      for (Batch batch : inFlight) {
        reported += losses(batch).values().stream().mapToLong(Long::longValue).sum();
        delivered += batch.rows().rowCount();
        spool.cursor("sink").acknowledge(spool.installation(), batch.sequence());
      }
      inFlight.clear();
    }

    void close(Spool spool) {
      inFlight.clear();
      spool.cursor("sink").sinkClosed();
    }
  }
}
