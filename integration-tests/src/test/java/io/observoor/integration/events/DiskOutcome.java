package io.observoor.integration.events;

import io.observoor.integration.events.DiskDevice.Account;
import io.observoor.integration.events.DiskDevice.Change;
import io.observoor.integration.events.DiskWorker.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The workers' disk I/O according to the kernel's counters of the devices and of the workers.
 *
 * @param written writes of {@link DiskWorkers#direct}
 * @param read reads of the same
 * @param alone counters of the raw device meanwhile
 * @param atOnce counters of the raw device while three workers wrote
 * @param splits counters of the raw device while calls were split into requests
 * @param merges counters of the raw device while bios were merged
 * @param flushes counters of the raw device during flushes and discards
 * @param writeback counters of the device with the file system
 * @param filed writes of {@link DiskWorkers#filer}; empty if its file is not on a block device
 * @param fetched reads of the same
 */
record DiskOutcome(
    Work written,
    Work read,
    Change alone,
    Change atOnce,
    Change splits,
    Change merges,
    Change flushes,
    Change writeback,
    Optional<Work> filed,
    Optional<Work> fetched) {
  static final int PAGE = 4096;

  // numbers of calls or pages, all prime

  static final int DIRECT_WRITES = 101;
  static final int DIRECT_READS = 53;
  static final int FIRST_WRITES = 211;
  static final int SECOND_WRITES = 223;
  static final int UNTRACKED_WRITES = 199;
  static final int LARGE_WRITES = 13;
  static final int MERGED_PAGES = 1009;
  static final int SYNCS = 7;
  static final int TRIMS = 11;
  static final int BUFFERED_PAGES = 257;
  static final int WRITTEN_PAGES = 521;
  static final int MAPPED_PAGES = 31;
  static final int UNTRACKED_PAGES = 2003;
  static final int FILE_WRITES = 61;
  static final int FILE_READS = 53;

  /** Bytes of each of the {@link #LARGE_WRITES}. */
  static final int LARGE = 1 << 20;

  /** Maximum size of a request meanwhile, bytes. */
  static final int REQUEST = 64 << 10;

  /** Runs all parts one after another. */
  static DiskOutcome of(DiskWorkers workers) throws IOException {
    DiskDevice raw = workers.raw;
    Account beforeAlone = raw.account();
    Work written = workers.direct.work("direct-write", raw.path(), 2 * PAGE, DIRECT_WRITES);
    Work read = workers.direct.work("direct-read", raw.path(), PAGE, DIRECT_READS);
    Change alone = raw.since(beforeAlone);
    Change atOnce = atOnce(workers);
    Change splits = splits(workers);
    Change merges = merges(workers);
    Change flushes = flushes(workers);
    Change writeback = writeback(workers);
    Optional<Work> filed = Optional.empty();
    Optional<Work> fetched = Optional.empty();
    if (DiskDevice.holds(workers.file)) {
      filed = Optional.of(workers.filer.work("direct-write", workers.file, 2 * PAGE, FILE_WRITES));
      fetched = Optional.of(workers.filer.work("direct-read", workers.file, PAGE, FILE_READS));
    }
    return new DiskOutcome(
        written, read, alone, atOnce, splits, merges, flushes, writeback, filed, fetched);
  }

  private static Change atOnce(DiskWorkers workers) throws IOException {
    DiskDevice raw = workers.raw;
    Account before = raw.account();
    // at different sectors, by which plain tracepoints distinguish requests
    workers.first.begin("direct-write", raw.path(), PAGE, FIRST_WRITES, 0);
    workers.second.begin("direct-write", raw.path(), PAGE, SECOND_WRITES, 1000);
    workers.untracked.begin("direct-write", raw.path(), PAGE, UNTRACKED_WRITES, 2000);
    workers.first.end();
    workers.second.end();
    workers.untracked.end();
    return raw.since(before);
  }

  private static Change splits(DiskWorkers workers) throws IOException {
    DiskDevice raw = workers.raw;
    // larger calls are split into requests
    Files.writeString(raw.system().resolve("queue/max_sectors_kb"), "" + (REQUEST >> 10));
    Account before = raw.account();
    workers.splitter.work("direct-write", raw.path(), LARGE, LARGE_WRITES);
    return raw.since(before);
  }

  private static Change merges(DiskWorkers workers) throws IOException {
    DiskDevice raw = workers.raw;
    workers.merger.work("write", raw.path(), PAGE, MERGED_PAGES);
    Account before = raw.account();
    workers.merger.work("fsync", raw.path());
    return raw.since(before);
  }

  private static Change flushes(DiskWorkers workers) throws IOException {
    DiskDevice raw = workers.raw;
    Account before = raw.account();
    for (int i = 0; i < SYNCS; i++) {
      workers.synchronizer.work("fdatasync", raw.path());
    }
    workers.synchronizer.work("discard", raw.path(), 16 * PAGE, TRIMS);
    return raw.since(before);
  }

  private static Change writeback(DiskWorkers workers) throws IOException {
    Account before = workers.formatted.account();
    workers.buffered.work("write", workers.mount.resolve("buffered"), PAGE, BUFFERED_PAGES);
    workers.buffered.work("fsync", workers.mount.resolve("buffered"));
    workers.writer.work("write", workers.mount.resolve("written"), PAGE, WRITTEN_PAGES);
    workers.mapper.work("dirty", workers.mount.resolve("mapped"), MAPPED_PAGES);
    workers.untracked.work("write", workers.mount.resolve("untracked"), PAGE, UNTRACKED_PAGES);
    workers.untracked.work("sync", workers.mount);
    return workers.formatted.since(before);
  }
}
