package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.MemoryDirectory;
import io.observoor.delivery.TestRows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readable part of a damaged file is kept, and no sequence is assigned twice. */
final class SpoolDamageTest {
  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private Spool open() throws SpoolException {
    Spool spool = new Spool(directory, 1 << 30, List.of("sink"), Disk.REAL);
    spool.open();
    return spool;
  }

  private Path file() {
    return directory.resolve("spool.mv");
  }

  private void fill(int batches) throws SpoolException {
    try (Spool spool = open()) {
      for (int i = 1; i <= batches; i++) {
        spool.store(TestRows.random(new Random(i), i, 30));
      }
    }
  }

  @Test
  void aFileOfGarbageIsPutAside() throws SpoolException, IOException {
    fill(5);
    String before = installation();
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    Files.write(file(), garbage);
    try (Spool spool = open()) {
      assertNotEquals(before, spool.installation());
      assertEquals(0, spool.statistics().batches());
      assertEquals(1, spool.store(TestRows.simple(1, 1)));
    }
    assertEquals(100_000, Files.size(directory.resolve("spool.mv.corrupt-1")));
    Files.write(file(), garbage);
    open().close();
    assertTrue(Files.exists(directory.resolve("spool.mv.corrupt-2")));
  }

  private String installation() throws SpoolException {
    try (Spool spool = open()) {
      return spool.installation();
    }
  }

  @Test
  void aDamagedBatchIsSkippedAndCounted() throws SpoolException, IOException {
    fill(30);
    Spool whole = open();
    byte[] bytes =
        new io.observoor.delivery.codec.BatchCodec()
            .encode(whole.read(whole.installation(), 12).orElseThrow());
    whole.close();
    byte[] content = Files.readAllBytes(file());
    int found = 0;
    for (int at = find(content, bytes); at >= 0; at = find(content, bytes)) {
      content[at + bytes.length / 2] ^= 1;
      found++;
    }
    assertTrue(found > 0);
    Files.write(file(), content);
    try (Spool spool = open()) {
      List<Batch> batches = SpoolTest.all(spool, 0);
      assertEquals(29, batches.size());
      assertFalse(batches.stream().anyMatch(batch -> batch.sequence() == 12));
      assertEquals(1, spool.statistics().unreadableBatches());
      assertTrue(spool.read(spool.installation(), 12).isEmpty());
      assertEquals(1, spool.statistics().unreadableBatches());
      spool.cursor("sink").acknowledge(spool.installation(), 30);
      spool.maintain();
      assertEquals(0, spool.statistics().batches());
      assertEquals(31, spool.store(TestRows.simple(31, 1)));
    }
  }

  @Test
  void batchesThatCannotBeRecoveredAreCounted() throws SpoolException, IOException {
    fill(20);
    Spool whole = open();
    byte[] bytes =
        new io.observoor.delivery.codec.BatchCodec()
            .encode(whole.read(whole.installation(), 12).orElseThrow());
    whole.close();
    byte[] content = Files.readAllBytes(file());
    for (int at = find(content, bytes); at >= 0; at = find(content, bytes)) {
      content[at + bytes.length / 2] ^= 1;
    }
    try (Spool spool = open()) {
      spool.store(TestRows.simple(21, 1));
    }
    // without its newest part, so that it counts as damaged
    Files.write(file(), content);
    try (Spool spool = open()) {
      assertEquals(19, spool.statistics().batches());
      assertEquals(1, spool.statistics().unreadableBatches());
    }
  }

  private static int find(byte[] content, byte[] part) {
    for (int i = content.length - part.length; i >= 0; i--) {
      if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void aFileWithoutItsNewestPartBeginsAnotherInstallation() throws SpoolException, IOException {
    fill(20);
    byte[] earlier = Files.readAllBytes(file());
    String before = installation();
    try (Spool spool = open()) {
      spool.cursor("sink").acknowledge(spool.installation(), 8);
      spool.store(TestRows.simple(21, 1));
    }
    Files.write(file(), earlier);
    try (Spool spool = open()) {
      assertNotEquals(before, spool.installation());
      assertEquals(20, spool.statistics().batches());
      assertEquals(20, TestRows.numberOf(SpoolTest.all(spool, 0).getLast()));
    }
  }

  @Test
  void cursorsKeepTheirPositionAmongTheRecoveredBatches() throws SpoolException, IOException {
    fill(20);
    try (Spool spool = open()) {
      spool.cursor("other").register();
      spool.cursor("other").acknowledge(spool.installation(), 5);
      spool.cursor("sink").acknowledge(spool.installation(), 8);
    }
    byte[] earlier = Files.readAllBytes(file());
    try (Spool spool = open()) {
      spool.store(TestRows.simple(21, 1));
    }
    Files.write(file(), earlier);
    try (Spool spool = open()) {
      assertEquals(
          9,
          TestRows.numberOf(SpoolTest.all(spool, spool.cursor("sink").acknowledged()).getFirst()));
      assertEquals(
          6,
          TestRows.numberOf(SpoolTest.all(spool, spool.cursor("other").acknowledged()).getFirst()));
    }
  }

  /**
   * After random damage the spool opens, returns only batches that were stored, in order, and
   * assigns no sequence twice.
   */
  @Test
  void anyDamageLeavesAWorkingSpool() throws SpoolException, IOException {
    Random random = new Random(42);
    Map<String, String> contentOfNumber = new HashMap<>();
    int kept = 0;
    for (int round = 0; round < 60; round++) {
      try (Spool spool = open()) {
        for (int i = 0; i < 10; i++) {
          long number = round * 100L + i;
          WindowRows rows = TestRows.random(random, number, 20);
          long sequence = storeWithRetry(spool, rows);
          String earlier =
              contentOfNumber.put(
                  spool.installation() + " " + sequence, TestRows.fingerprint(rows));
          assertEquals(null, earlier);
        }
        long acknowledged = spool.statistics().lastSequence() - random.nextInt(30);
        spool.cursor("sink").acknowledge(spool.installation(), acknowledged);
      }
      damage(random);
      try (Spool spool = open()) {
        long previous = -1;
        for (Batch batch : SpoolTest.all(spool, 0)) {
          String known =
              contentOfNumber.putIfAbsent(
                  batch.installation() + " " + batch.sequence(),
                  TestRows.fingerprint(batch.rows()));
          if (known != null) {
            assertEquals(known, TestRows.fingerprint(batch.rows()));
          }
          assertTrue(contentOfNumber.containsValue(TestRows.fingerprint(batch.rows())));
          assertTrue(
              TestRows.numberOf(batch) > previous, TestRows.numberOf(batch) + " after " + previous);
          previous = TestRows.numberOf(batch);
          kept++;
        }
      }
    }
    assertTrue(kept > 200, kept + " kept");
  }

  /** A change may reveal damage of a page; the next attempt begins a new file. */
  private static long storeWithRetry(Spool spool, WindowRows rows) throws SpoolException {
    try {
      return spool.store(rows);
    } catch (SpoolException e) {
      assertTrue(e.getMessage().endsWith("what is readable of it is kept"), e.getMessage());
      return spool.store(rows);
    }
  }

  private void damage(Random random) throws IOException {
    try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
      if (random.nextInt(6) == 0) {
        damaged.setLength(random.nextLong(damaged.length()));
        return;
      }
      for (int spots = random.nextInt(1, 4); spots > 0; spots--) {
        byte[] garbage = new byte[random.nextInt(1, random.nextBoolean() ? 4 : 5_000)];
        random.nextBytes(garbage);
        if (random.nextInt(4) == 0) {
          Arrays.fill(garbage, (byte) 0);
        }
        damaged.seek(random.nextLong(damaged.length()));
        damaged.write(garbage);
      }
    }
  }
}
