package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failing disk loses no stored batch, and none is stored twice. */
final class SpoolDiskTest {
  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void rowsAreStoredOnceAfterAFailureAtAnyWrite(long seed) throws SpoolException {
    FailingDisk disk = new FailingDisk();
    Random random = new Random(seed);
    List<String> stored = new ArrayList<>();
    Spool spool = new Spool(directory, 1 << 30, List.of("sink"), disk);
    long acknowledged = 0;
    for (int i = 0; i < 300; i++) {
      WindowRows rows = TestRows.random(random, i, i % 3 == 0 ? 200 : 5);
      disk.refuseAfter(random.nextInt(12));
      long sequence = 0;
      while (sequence == 0) {
        try {
          sequence = spool.store(rows);
        } catch (SpoolException e) {
          assertTrue(
              e.getMessage().contains("No space left on device; free space"), e.getMessage());
          disk.refuseAfter(random.nextInt(20));
        }
      }
      stored.add(TestRows.fingerprint(rows));
      assertEquals(stored.size(), sequence);
      acknowledged = Math.max(acknowledged, sequence - random.nextInt(10));
      spool.cursor("sink").acknowledge(spool.installation(), acknowledged);
      assertEquals(acknowledged, spool.cursor("sink").acknowledged());
    }
    assertTrue(disk.refusals() >= 50, disk.refusals() + " refusals");
    disk.repair();
    spool.maintain();
    check(spool, stored, acknowledged);
    spool.close();
    try (Spool again = new Spool(directory, 1 << 30, List.of("sink"), Disk.REAL)) {
      again.open();
      check(again, stored, acknowledged);
    }
  }

  private static void check(Spool spool, List<String> stored, long after) throws SpoolException {
    assertEquals(after, spool.cursor("sink").acknowledged());
    List<Batch> batches = SpoolTest.all(spool, after);
    assertEquals(stored.size() - after, batches.size());
    for (Batch batch : batches) {
      assertEquals(stored.get((int) batch.sequence() - 1), TestRows.fingerprint(batch.rows()));
    }
  }

  @Test
  void aNewSpoolOnAFullDiskOpensWhenSpaceIsFree() throws SpoolException {
    FailingDisk disk = new FailingDisk();
    disk.refuseAfter(0);
    try (Spool spool = new Spool(directory, 1 << 30, List.of("sink"), disk)) {
      assertThrows(SpoolException.class, spool::open);
      disk.repair();
      assertEquals(1, spool.store(TestRows.simple(1, 1)));
    }
  }

  @Test
  void theMessageNamesADirectoryThatCannotBeCreated() throws IOException {
    Path obstacle = Files.createFile(directory.resolve("file"));
    Spool spool = new Spool(obstacle.resolve("spool"), 1 << 30, List.of("sink"), Disk.REAL);
    SpoolException refused = assertThrows(SpoolException.class, spool::open);
    assertTrue(refused.getMessage().contains(obstacle.toString()), refused.getMessage());
  }

  /** As above on a real file system of one MiB, which root can mount. */
  @Test
  void aFullFileSystemLosesNothing() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()),
        "only root can mount a small file system");
    try {
      Path ballast = small.resolve("ballast");
      Spool spool = new Spool(small.resolve("spool"), 1 << 30, List.of("sink"), Disk.REAL);
      List<String> stored = new ArrayList<>();
      Random random = new Random(9);
      WindowRows refused = null;
      while (refused == null) {
        WindowRows rows = TestRows.random(random, stored.size(), 100);
        try {
          assertEquals(stored.size() + 1, spool.store(rows));
          stored.add(TestRows.fingerprint(rows));
        } catch (SpoolException e) {
          assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
          refused = rows;
        }
        if (stored.size() == 3) {
          Files.write(ballast, new byte[400_000]);
        }
      }
      assertTrue(stored.size() > 3);
      WindowRows late = refused;
      assertThrows(SpoolException.class, () -> spool.store(late));
      Files.delete(ballast);
      assertEquals(stored.size() + 1, spool.store(refused));
      stored.add(TestRows.fingerprint(refused));
      check(spool, stored, 0);
      spool.close();
    } finally {
      assertTrue(run("umount", small.toString()));
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start().waitFor() == 0;
  }
}
