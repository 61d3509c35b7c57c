package io.observoor.integration.events;

import io.observoor.integration.events.DiskDevice.Account;
import io.observoor.integration.events.DiskDevice.Change;
import io.observoor.integration.events.DiskWorker.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * What came of the disk I/O of all workers, by the kernel's accounts of the devices and of the
 * workers.
 *
 * @param written by {@link DiskWorkers#direct}
 * @param read by the same
 * @param alone what came to the raw device meanwhile
 * @param atOnce what came to it while three workers wrote
 * @param splits what came to it while calls were cut into requests
 * @param merges what came to it while bios were merged
 * @param flushes what came to it of flushes and discards
 * @param writeback what came to the device with the file system
 * @param filed by {@link DiskWorkers#filer}; empty where its file is not on a block device
 * @param fetched by the same
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

  // How often or how many: all prime.

  static final int DIRECT_WRITES = 101;
  static final int DIRECT_READS = 53;
  static final int FIRST_WRITES = 211;
  static final int SECOND_WRITES = 223;
  static final int STRANGE_WRITES = 199;
  static final int LARGE_WRITES = 13;
  static final int MERGED_PAGES = 1009;
  static final int SYNCS = 7;
  static final int TRIMS = 11;
  static final int BUFFERED_PAGES = 257;
  static final int WRITTEN_PAGES = 521;
  static final int MAPPED_PAGES = 31;
  static final int STRANGE_PAGES = 2003;
  static final int FILE_WRITES = 61;
  static final int FILE_READS = 53;

  /** Bytes of a call of {@link #LARGE_WRITES}. */
  static final int LARGE = 1 << 20;

  /** The most that a request has then, bytes. */
  static final int REQUEST = 64 << 10;

  /** Has them do it all, one part after another. */
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
    // each in a place of its own: plain tracepoints tell requests apart by their place
    workers.first.begin("direct-write", raw.path(), PAGE, FIRST_WRITES, 0);
    workers.second.begin("direct-write", raw.path(), PAGE, SECOND_WRITES, 1000);
    workers.stranger.begin("direct-write", raw.path(), PAGE, STRANGE_WRITES, 2000);
    workers.first.end();
    workers.second.end();
    workers.stranger.end();
    return raw.since(before);
  }

  private static Change splits(DiskWorkers workers) throws IOException {
    DiskDevice raw = workers.raw;
    // what is larger than a request is cut into parts
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
    workers.stranger.work("write", workers.mount.resolve("strange"), PAGE, STRANGE_PAGES);
    workers.stranger.work("sync", workers.mount);
    return workers.formatted.since(before);
  }
}
