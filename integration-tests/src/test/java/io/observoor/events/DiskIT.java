package io.observoor.events;

import static io.observoor.events.DiskDevice.Column.DISCARDED_SECTORS;
import static io.observoor.events.DiskDevice.Column.DISCARDS;
import static io.observoor.events.DiskDevice.Column.FLUSHES;
import static io.observoor.events.DiskDevice.Column.READS;
import static io.observoor.events.DiskDevice.Column.WRITES;
import static io.observoor.events.DiskDevice.Column.WRITE_MERGES;
import static io.observoor.events.DiskDevice.Column.WRITTEN_SECTORS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.observoor.events.DiskDevice.Account;
import io.observoor.events.DiskWorker.Work;
import io.observoor.integration.Commands;
import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disk I/O of prime amounts by several processes, on two loop devices that nobody else uses and on
 * the disk of the tests' own directory; the rows against the kernel's accounts of the devices and
 * of the processes.
 */
final class DiskIT {
  private static final int PAGE = 4096;
  private static final List<String> TABLES =
      List.of("disk_latency", "disk_bytes", "disk_queue_depth", "block_merge");

  @TempDir static Path directory;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  private static DiskDevice raw;
  private static DiskDevice formatted;

  private static DiskWorker direct;
  private static DiskWorker first;
  private static DiskWorker second;
  private static DiskWorker splitter;
  private static DiskWorker merger;
  private static DiskWorker synchronizer;
  private static DiskWorker buffered;
  private static DiskWorker writer;
  private static DiskWorker mapper;
  private static DiskWorker filer;
  private static DiskWorker stranger;

  private static Work written;
  private static Work read;
  private static Work filed;
  private static Work fetched;
  private static Account beforeAlone;
  private static Account afterAlone;
  private static Account beforeBoth;
  private static Account afterBoth;
  private static Account beforeSplits;
  private static Account afterSplits;
  private static Account beforeMerges;
  private static Account afterMerges;
  private static Account afterFlushes;
  private static Account beforeWriteback;
  private static Account afterWriteback;
  private static boolean tellsPages;
  private static ParquetRows rows;

  @BeforeAll
  static void provoke() throws Exception {
    Requirements.root();
    assumeTrue(
        Files.exists(Path.of("/dev/loop-control")),
        "no loop devices (CONFIG_BLK_DEV_LOOP, or the module loop)");
    try {
      startWorkers();
      run();
    } catch (Exception | Error e) {
      cleanUp();
      throw e;
    }
  }

  private static void startWorkers() throws IOException {
    Path image = image("formatted.img", 96);
    Commands.run(
        "mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
    DiskWorker owner = keep(DiskWorker.start());
    raw = new DiskDevice(owner.loop(image("raw.img", 64)));
    formatted = new DiskDevice(owner.loop(image));
    owner.mount(formatted.path(), Files.createDirectory(directory.resolve("mount")));
    direct = keep(DiskWorker.beside(owner));
    first = keep(DiskWorker.beside(owner));
    second = keep(DiskWorker.beside(owner));
    splitter = keep(DiskWorker.beside(owner));
    merger = keep(DiskWorker.beside(owner));
    synchronizer = keep(DiskWorker.beside(owner));
    buffered = keep(DiskWorker.beside(owner));
    writer = keep(DiskWorker.beside(owner));
    mapper = keep(DiskWorker.beside(owner));
    filer = keep(DiskWorker.start());
    stranger = keep(DiskWorker.beside(owner));
  }

  private static void run() throws Exception {
    Path data = directory.resolve("data");
    Path file = Files.write(directory.resolve("file"), new byte[61 * 2 * PAGE]);
    filer.work("fsync", file);
    RunningAgent agent = keep(agent(data));
    String hooks =
        agent.await(
            "the probe attached",
            line -> line.contains("probe disk attached") && line.contains("disk_io"));
    tellsPages = !hooks.contains("attached by tracepoint");

    beforeAlone = raw.account();
    written = direct.work("direct-write", raw.path(), 2 * PAGE, 101);
    read = direct.work("direct-read", raw.path(), PAGE, 53);
    afterAlone = raw.account();

    beforeBoth = raw.account();
    // each in a place of its own: plain tracepoints tell requests apart by their place
    first.begin("direct-write", raw.path(), PAGE, 211, 0);
    second.begin("direct-write", raw.path(), PAGE, 223, 1000);
    stranger.begin("direct-write", raw.path(), PAGE, 199, 2000);
    first.end();
    second.end();
    stranger.end();
    afterBoth = raw.account();

    // requests of 64 KiB at most: what is larger is cut into parts
    Files.writeString(raw.system().resolve("queue/max_sectors_kb"), "64");
    beforeSplits = raw.account();
    splitter.work("direct-write", raw.path(), 1 << 20, 13);
    afterSplits = raw.account();

    merger.work("write", raw.path(), PAGE, 1009);
    beforeMerges = raw.account();
    merger.work("fsync", raw.path());
    afterMerges = raw.account();

    for (int i = 0; i < 7; i++) {
      synchronizer.work("fdatasync", raw.path());
    }
    synchronizer.work("discard", raw.path(), 16 * PAGE, 11);
    afterFlushes = raw.account();

    Path mount = directory.resolve("mount");
    beforeWriteback = formatted.account();
    buffered.work("write", mount.resolve("buffered"), PAGE, 257);
    buffered.work("fsync", mount.resolve("buffered"));
    writer.work("write", mount.resolve("written"), PAGE, 521);
    mapper.work("dirty", mount.resolve("mapped"), 31);
    stranger.work("write", mount.resolve("strange"), PAGE, 2003);
    stranger.work("sync", mount);
    afterWriteback = formatted.account();

    if (onBlockDevice(file)) {
      filed = filer.work("direct-write", file, 2 * PAGE, 61);
      fetched = filer.work("direct-read", file, PAGE, 53);
    }
    rows = keep(new ParquetRows(data));
    awaitFirstRows();
    assertEquals(0, agent.stop(), agent::tail);
  }

  /**
   * Waits until a window has been written: an emulated machine takes longer for the first than the
   * agent has to leave.
   */
  private static void awaitFirstRows() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (rows.files("disk_bytes").isEmpty()) {
      assertTrue(System.nanoTime() < end, "no rows of disk_bytes for five minutes");
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static RunningAgent agent(Path data) throws IOException {
    // long windows: an emulated machine takes its time with each
    Path configuration =
        Files.writeString(
            directory.resolve("observoor.yaml"),
            """
            meta_client_name: disk
            meta_network_name: mainnet
            sinks:
              aggregated:
                collect_process_snapshots: false
                resolution:
                  interval: 6s
            """);
    List<String> arguments = new ArrayList<>(List.of("--config", configuration.toString()));
    String others =
        Stream.of(first, second, splitter, merger, synchronizer, buffered, writer, mapper, filer)
            .map(worker -> Long.toString(worker.pid()))
            .collect(Collectors.joining(","));
    arguments.addAll(List.of("--pid", others));
    return RunningAgent.tracking(data, direct.pid(), arguments.toArray(String[]::new));
  }

  private static Path image(String name, int mebibytes) throws IOException {
    Path image = directory.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) mebibytes << 20);
    }
    return image;
  }

  private static boolean onBlockDevice(Path file) throws IOException {
    // the numbering of user space: st_dev
    long device = (long) Files.getAttribute(file, "unix:dev");
    long major = (device >> 8) & 0xfff;
    long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    return Files.exists(Path.of("/sys/dev/block", major + ":" + minor));
  }

  private static <T extends AutoCloseable> T keep(T open) {
    OPEN.add(open);
    return open;
  }

  @AfterAll
  static void cleanUp() throws Exception {
    Collections.reverse(OPEN);
    for (AutoCloseable open : OPEN) {
      open.close();
    }
    OPEN.clear();
  }

  @Test
  void requestsPastThePageCache() throws Exception {
    assertEquals(
        List.of(List.of("read", "53", "" + 53 * PAGE), List.of("write", "101", "" + 202 * PAGE)),
        sums("disk_bytes", direct, raw));
    assertEquals(202 * PAGE, written.writtenBytes());
    assertEquals(53 * PAGE, read.readBytes());
  }

  @Test
  void latencyIsPartOfTheTimeOfTheCalls() throws Exception {
    for (List<String> row : sums("disk_latency", direct, raw)) {
      boolean reads = row.get(0).equals("read");
      assertEquals(reads ? "53" : "101", row.get(1));
      double sum = Double.parseDouble(row.get(2));
      long nanos = (reads ? read : written).nanos();
      // the sum is a 32-bit float
      assertTrue(sum > 0 && sum <= nanos * 1.0001, () -> row + ", the calls took " + nanos);
    }
    assertEquals(
        0,
        rows.number(
            "SELECT count(*) FROM %s WHERE min > max OR sum < max OR min <= 0"
                .formatted(rows.table("disk_latency"))));
  }

  @Test
  void queueDepthOfOneAtATimeIsOne() throws Exception {
    assumeTrue(
        afterAlone.since(beforeAlone, READS) == 53,
        "another program reads new block devices here (udev)");
    assertEquals(
        List.of(List.of("154", "154", "1", "1")),
        rows.query(
            "SELECT sum(count), sum(sum)::BIGINT, min(min)::BIGINT, max(max)::BIGINT FROM %s WHERE pid = %d AND device_id = %d"
                .formatted(rows.table("disk_queue_depth"), direct.pid(), raw.number())));
  }

  @Test
  void processesAtOnceAreKeptApart() throws Exception {
    assertEquals(211 + 223 + 199, afterBoth.since(beforeBoth, WRITES));
    assertEquals(List.of(List.of("write", "211", "" + 211 * PAGE)), sums("disk_bytes", first, raw));
    assertEquals(
        List.of(List.of("write", "223", "" + 223 * PAGE)), sums("disk_bytes", second, raw));
  }

  @Test
  void queueDepthOfThreeAtATimeIsThreeAtMost() throws Exception {
    assumeTrue(
        afterBoth.since(beforeBoth, READS) == 0,
        "another program reads new block devices here (udev)");
    List<String> depths =
        rows.query(
                "SELECT min(min)::BIGINT, max(max)::BIGINT FROM %s WHERE pid IN (%d, %d) AND device_id = %d"
                    .formatted(
                        rows.table("disk_queue_depth"), first.pid(), second.pid(), raw.number()))
            .getFirst();
    assertTrue(
        Long.parseLong(depths.get(0)) >= 1 && Long.parseLong(depths.get(1)) <= 3, depths::toString);
  }

  @Test
  void callsThatAreCutIntoRequests() throws Exception {
    long requests = afterSplits.since(beforeSplits, WRITES);
    assertTrue(requests >= 13 * 16, () -> "the kernel cut into " + requests + " only");
    assertEquals(
        List.of(List.of("write", "" + requests, "" + (13 << 20))),
        sums("disk_bytes", splitter, raw));
  }

  @Test
  void mergesOfBiosIntoRequests() throws Exception {
    long merges = afterMerges.since(beforeMerges, WRITE_MERGES);
    // the kernel counts a flush among the writes as well
    long requests =
        afterMerges.since(beforeMerges, WRITES) - afterMerges.since(beforeMerges, FLUSHES);
    assertTrue(merges > 0, "the kernel merged nothing");
    assertEquals(
        List.of(List.of("write", "" + merges, "" + merges * PAGE)),
        sums("block_merge", merger, raw));
    assertEquals(
        List.of("write", "" + requests, "" + 1009 * PAGE),
        sums("disk_bytes", merger, raw).getLast());
  }

  @Test
  void flushesAndDiscardsAreNoReads() throws Exception {
    assertEquals(7, afterFlushes.since(afterMerges, FLUSHES));
    assertEquals(11, afterFlushes.since(afterMerges, DISCARDS));
    assertEquals(11 * 16 * PAGE / 512, afterFlushes.since(afterMerges, DISCARDED_SECTORS));
    assertEquals(
        List.of(List.of("discard", "11", "" + 11 * 16 * PAGE), List.of("flush", "7", "0")),
        sums("disk_bytes", synchronizer, raw));
  }

  @Test
  void nothingOnADeviceIsNobodysWhenOnlyProcessesUseIt() throws Exception {
    String workers =
        Stream.of(direct, first, second, splitter, merger, synchronizer)
            .map(worker -> Long.toString(worker.pid()))
            .collect(Collectors.joining(", "));
    for (String table : TABLES) {
      assertEquals(
          List.of(),
          rows.query(
              "SELECT * FROM %s WHERE device_id = %d AND pid NOT IN (%s)"
                  .formatted(rows.table(table), raw.number(), workers)),
          table);
    }
  }

  @Test
  void fileThatIsSynchronizedByItsWriter() throws Exception {
    assertEquals(257 * PAGE, bytes(buffered, "write"));
  }

  @Test
  void fileThatTheKernelWritesBack() throws Exception {
    assumePages();
    assertEquals(521 * PAGE, bytes(writer, "write"));
  }

  @Test
  void mappedFileThatTheKernelWritesBack() throws Exception {
    assumePages();
    assertEquals(31 * PAGE, bytes(mapper, "write"));
  }

  @Test
  void fileOnTheDiskOfTheTests() throws Exception {
    assumeTrue(filed != null, directory + " is not on a block device");
    assertEquals(61 * 2 * PAGE, filed.writtenBytes());
    assertEquals(53 * PAGE, fetched.readBytes());
    assertEquals(
        List.of(List.of("read", "" + 53 * PAGE), List.of("write", "" + 61 * 2 * PAGE)),
        rows.query(
            "SELECT rw, sum(sum)::BIGINT FROM %s WHERE pid = %d GROUP BY rw ORDER BY rw"
                .formatted(rows.table("disk_bytes"), filer.pid())));
  }

  @Test
  void strangersAreNeverCounted() throws Exception {
    for (String table : TABLES) {
      assertEquals(
          List.of(),
          rows.query(
              "SELECT * FROM %s WHERE pid = %d".formatted(rows.table(table), stranger.pid())),
          table);
    }
  }

  @Test
  void whatIsNobodysIsTheJournal() throws Exception {
    assumePages();
    // what the stranger wrote is not in it
    long nobodys =
        rows.number(
            "SELECT coalesce(sum(sum), 0)::BIGINT FROM %s WHERE pid = 0 AND device_id = %d AND rw = 'write'"
                .formatted(rows.table("disk_bytes"), formatted.number()));
    long all = 512 * afterWriteback.since(beforeWriteback, WRITTEN_SECTORS);
    long known = (257 + 521 + 31 + 2003) * PAGE;
    assertTrue(
        nobodys > 0 && nobodys <= all - known,
        () -> nobodys + " bytes are nobody's, " + (all - known) + " at most can be");
  }

  private static void assumePages() {
    assumeTrue(
        tellsPages,
        "plain tracepoints do not tell what pages a request writes, and so not whose they are");
  }

  /** Count and sum of a worker's rows, by direction. */
  private static List<List<String>> sums(String table, DiskWorker worker, DiskDevice device)
      throws IOException, SQLException {
    return rows.query(
        "SELECT rw, sum(count)::BIGINT, sum(sum)::BIGINT FROM %s WHERE pid = %d AND device_id = %d GROUP BY rw ORDER BY rw"
            .formatted(rows.table(table), worker.pid(), device.number()));
  }

  /** Bytes of a worker on the device with the file system. */
  private static long bytes(DiskWorker worker, String direction) throws IOException, SQLException {
    return rows.number(
        "SELECT sum(sum)::BIGINT FROM %s WHERE pid = %d AND device_id = %d AND rw = '%s'"
            .formatted(rows.table("disk_bytes"), worker.pid(), formatted.number(), direction));
  }
}
