package io.observoor.integration.events;

import static io.observoor.integration.events.DiskDevice.Column.DISCARDED_SECTORS;
import static io.observoor.integration.events.DiskDevice.Column.DISCARDS;
import static io.observoor.integration.events.DiskDevice.Column.FLUSHES;
import static io.observoor.integration.events.DiskDevice.Column.READS;
import static io.observoor.integration.events.DiskDevice.Column.WRITES;
import static io.observoor.integration.events.DiskDevice.Column.WRITE_MERGES;
import static io.observoor.integration.events.DiskDevice.Column.WRITTEN_SECTORS;
import static io.observoor.integration.events.DiskOutcome.BUFFERED_PAGES;
import static io.observoor.integration.events.DiskOutcome.DIRECT_READS;
import static io.observoor.integration.events.DiskOutcome.DIRECT_WRITES;
import static io.observoor.integration.events.DiskOutcome.FILE_READS;
import static io.observoor.integration.events.DiskOutcome.FILE_WRITES;
import static io.observoor.integration.events.DiskOutcome.FIRST_WRITES;
import static io.observoor.integration.events.DiskOutcome.LARGE;
import static io.observoor.integration.events.DiskOutcome.LARGE_WRITES;
import static io.observoor.integration.events.DiskOutcome.MAPPED_PAGES;
import static io.observoor.integration.events.DiskOutcome.MERGED_PAGES;
import static io.observoor.integration.events.DiskOutcome.PAGE;
import static io.observoor.integration.events.DiskOutcome.REQUEST;
import static io.observoor.integration.events.DiskOutcome.SECOND_WRITES;
import static io.observoor.integration.events.DiskOutcome.SYNCS;
import static io.observoor.integration.events.DiskOutcome.TRIMS;
import static io.observoor.integration.events.DiskOutcome.UNTRACKED_PAGES;
import static io.observoor.integration.events.DiskOutcome.UNTRACKED_WRITES;
import static io.observoor.integration.events.DiskOutcome.WRITTEN_PAGES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.integration.Requirements;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disk I/O of prime amounts by several processes, on two loop devices that no other process uses
 * and on the disk of the tests' directory; the rows against the kernel's counters of the devices
 * and of the processes.
 */
final class DiskIT {
  @TempDir static Path directory;

  private static DiskWorkers workers;
  private static DiskAgent agent;
  private static DiskRows rows;
  private static DiskOutcome outcome;
  private static boolean tellsPages;

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    assumeTrue(
        Files.exists(Path.of("/dev/loop-control")),
        "no loop devices (CONFIG_BLK_DEV_LOOP, or the module loop)");
    try {
      workers = new DiskWorkers(directory);
      Path data = directory.resolve("data");
      agent = DiskAgent.start(directory, data, workers.tracked());
      tellsPages = agent.tellsPages();
      outcome = DiskOutcome.of(workers);
      rows = new DiskRows(data);
      rows.awaitFirst();
      agent.stop();
    } catch (Exception | Error e) {
      cleanUp();
      throw e;
    }
  }

  @AfterAll
  static void cleanUp() throws Exception {
    if (rows != null) {
      rows.close();
    }
    if (agent != null) {
      agent.close();
    }
    if (workers != null) {
      workers.close();
    }
  }

  @Test
  void directRequests() throws Exception {
    assertEquals(
        List.of(
            List.of("read", "" + DIRECT_READS, "" + DIRECT_READS * PAGE),
            List.of("write", "" + DIRECT_WRITES, "" + 2 * DIRECT_WRITES * PAGE)),
        rows.sums("disk_bytes", workers.direct, workers.raw));
    assertEquals(2 * DIRECT_WRITES * PAGE, outcome.written().writtenBytes());
    assertEquals(DIRECT_READS * PAGE, outcome.read().readBytes());
  }

  @Test
  void latencyIsPartOfTheCallsTime() throws Exception {
    for (List<String> row : rows.sums("disk_latency", workers.direct, workers.raw)) {
      boolean reads = row.get(0).equals("read");
      assertEquals("" + (reads ? DIRECT_READS : DIRECT_WRITES), row.get(1));
      double sum = Double.parseDouble(row.get(2));
      long nanos = (reads ? outcome.read() : outcome.written()).nanos();
      // the sum is a 32-bit float
      assertTrue(sum > 0 && sum <= nanos * 1.0001, () -> row + ", the calls took " + nanos);
    }
    assertEquals(0, rows.impossibleLatencies());
  }

  @Test
  void queueDepthOfSingleRequestsIsOne() throws Exception {
    assumeTrue(
        outcome.alone().of(READS) == DIRECT_READS,
        "another program reads new block devices (udev)");
    assertEquals(
        List.of("" + (DIRECT_WRITES + DIRECT_READS), "" + (DIRECT_WRITES + DIRECT_READS), "1", "1"),
        rows.depths(workers.raw, workers.direct));
  }

  @Test
  void concurrentProcessesAreCountedSeparately() throws Exception {
    assertEquals(FIRST_WRITES + SECOND_WRITES + UNTRACKED_WRITES, outcome.atOnce().of(WRITES));
    assertEquals(
        List.of(List.of("write", "" + FIRST_WRITES, "" + FIRST_WRITES * PAGE)),
        rows.sums("disk_bytes", workers.first, workers.raw));
    assertEquals(
        List.of(List.of("write", "" + SECOND_WRITES, "" + SECOND_WRITES * PAGE)),
        rows.sums("disk_bytes", workers.second, workers.raw));
  }

  @Test
  void queueDepthOfThreeWritersIsThreeAtMost() throws Exception {
    assumeTrue(outcome.atOnce().of(READS) == 0, "another program reads new block devices (udev)");
    List<String> depths = rows.depths(workers.raw, workers.first, workers.second);
    assertTrue(
        Long.parseLong(depths.get(2)) >= 1 && Long.parseLong(depths.get(3)) <= 3, depths::toString);
  }

  @Test
  void splitCalls() throws Exception {
    long requests = outcome.splits().of(WRITES);
    assertTrue(
        requests >= LARGE_WRITES * (LARGE / REQUEST),
        () -> "the kernel split into " + requests + " requests only");
    assertEquals(
        List.of(List.of("write", "" + requests, "" + LARGE_WRITES * LARGE)),
        rows.sums("disk_bytes", workers.splitter, workers.raw));
  }

  @Test
  void mergedBios() throws Exception {
    long merges = outcome.merges().of(WRITE_MERGES);
    // the kernel counts a flush as a write too
    long requests = outcome.merges().of(WRITES) - outcome.merges().of(FLUSHES);
    assertEquals(
        merges == 0 ? List.of() : List.of(List.of("write", "" + merges, "" + merges * PAGE)),
        rows.sums("block_merge", workers.merger, workers.raw));
    assertEquals(
        List.of("write", "" + requests, "" + MERGED_PAGES * PAGE),
        rows.sums("disk_bytes", workers.merger, workers.raw).getLast());
    assumeTrue(
        merges > 0 || !System.getProperty("os.version").startsWith("5.10."),
        "a loop device of Linux 5.10 merges nothing (QUEUE_FLAG_NOMERGES, drivers/block/loop.c)");
    assertTrue(merges > 0, "no merges");
  }

  @Test
  void flushesAndDiscardsAreNoReads() throws Exception {
    assertEquals(SYNCS, outcome.flushes().of(FLUSHES));
    assertEquals(TRIMS, outcome.flushes().of(DISCARDS));
    assertEquals(TRIMS * 16 * PAGE / 512, outcome.flushes().of(DISCARDED_SECTORS));
    assertEquals(
        List.of(
            List.of("discard", "" + TRIMS, "" + TRIMS * 16 * PAGE),
            List.of("flush", "" + SYNCS, "0")),
        rows.sums("disk_bytes", workers.synchronizer, workers.raw));
  }

  @Test
  void allRowsOfADeviceHaveAProcessWhenOnlyProcessesUseIt() throws Exception {
    for (String table : DiskRows.TABLES) {
      assertEquals(List.of(), rows.ofOthers(table, workers.raw, workers.trackedOnRaw()), table);
    }
  }

  @Test
  void fileSyncedByItsWriter() throws Exception {
    assertEquals(BUFFERED_PAGES * PAGE, rows.writtenBytes(workers.buffered, workers.formatted));
  }

  @Test
  void fileWrittenBackByTheKernel() throws Exception {
    assumePages();
    assertEquals(WRITTEN_PAGES * PAGE, rows.writtenBytes(workers.writer, workers.formatted));
  }

  @Test
  void mappedFileWrittenBackByTheKernel() throws Exception {
    assumePages();
    assertEquals(MAPPED_PAGES * PAGE, rows.writtenBytes(workers.mapper, workers.formatted));
  }

  @Test
  void fileOnTheTestsDisk() throws Exception {
    assumeTrue(outcome.filed().isPresent(), directory + " is not on a block device");
    long written = outcome.filed().orElseThrow().writtenBytes();
    // the kernel's counter includes metadata pages that the thread dirtied (folio_account_dirtied),
    // which the journal writes
    assertTrue(
        List.of(0, PAGE, 2 * PAGE).contains((int) written - FILE_WRITES * 2 * PAGE),
        () -> written + " bytes written");
    assertEquals(FILE_READS * PAGE, outcome.fetched().orElseThrow().readBytes());
    assertEquals(
        List.of(
            List.of("read", "" + FILE_READS * PAGE), List.of("write", "" + FILE_WRITES * 2 * PAGE)),
        rows.bytes(workers.filer));
  }

  @Test
  void untrackedProcessesAreNotCounted() throws Exception {
    for (String table : DiskRows.TABLES) {
      assertEquals(List.of(), rows.of(table, workers.untracked), table);
    }
  }

  @Test
  void rowsWithoutAProcessAreTheJournals() throws Exception {
    assumePages();
    // without the untracked process's writes
    long withoutProcess = rows.writtenBytesWithoutProcess(workers.formatted);
    long all = 512 * outcome.writeback().of(WRITTEN_SECTORS);
    long known = (BUFFERED_PAGES + WRITTEN_PAGES + MAPPED_PAGES + UNTRACKED_PAGES) * PAGE;
    assertTrue(
        withoutProcess > 0 && withoutProcess <= all - known,
        () -> withoutProcess + " bytes without a process, expected at most " + (all - known));
  }

  private static void assumePages() {
    assumeTrue(
        tellsPages,
        "plain tracepoints do not know the pages of a request, and so not their process");
  }
}
