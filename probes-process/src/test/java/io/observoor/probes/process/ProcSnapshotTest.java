package io.observoor.probes.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.ClientType;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableContext;
import io.observoor.api.batch.Window;
import io.observoor.api.probe.Snapshot;
import io.observoor.api.probe.TrackedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables from a directory with the files of /proc, and from /proc itself. */
final class ProcSnapshotTest {
  private static final int PID = 4001;
  private static final int OTHER = 4003;
  private static final TrackedProcess GETH = process(PID, ClientType.GETH);
  private static final TrackedProcess OTHER_GETH = process(OTHER, ClientType.GETH);

  @TempDir Path directory;

  private final AtomicLong clock = new AtomicLong();
  private FakeProc proc;
  private int windows;

  private static TrackedProcess process(int pid, ClientType client) {
    return new TrackedProcess(pid, client, List.of(), 0);
  }

  @BeforeEach
  void processes() throws IOException {
    proc = new FakeProc(directory);
    proc.process(PID, Map.of(PID, 5), 7);
    proc.process(OTHER, Map.of(OTHER, 100, 5000, 17, 5001, 23), 13);
  }

  @Test
  void memoryIsInBytes() throws IOException {
    assertEquals(
        List.of(
            List.of(
                (long) PID,
                1266437L * 1024,
                61091L * 1024,
                20011L * 1024,
                41077L * 1024,
                3L * 1024,
                11L * 1024)),
        rows("memory_usage", List.of(GETH)));
  }

  @Test
  void ioIsInTheKernelsUnits() throws IOException {
    assertEquals(
        List.of(List.of((long) PID, 3000000019L, 2000003L, 10007L, 20011L, 40960L, 81920L, 4096L)),
        rows("process_io_usage", List.of(GETH)));
  }

  @Test
  void descriptorsAreCounted() throws IOException {
    assertEquals(
        List.of(List.of((long) PID, 7L, 1024L, 524288L)), rows("process_fd_usage", List.of(GETH)));
  }

  @Test
  void switchesAreSummedOverAllThreads() throws IOException {
    assertEquals(
        List.of(List.of((long) OTHER, 3L, 140L, 1400L)),
        rows("process_sched_usage", List.of(OTHER_GETH)));
  }

  @Test
  void skipsEndedThreads() throws IOException {
    Files.delete(directory.resolve(OTHER + "/task/5000/status"));
    assertEquals(
        List.of(List.of((long) OTHER, 3L, 123L, 1230L)),
        rows("process_sched_usage", List.of(OTHER_GETH)));
  }

  @Test
  void unlimitedIsTheLargestNumber() throws IOException {
    proc.write(PID, "limits", "Max open files            unlimited            unlimited   files\n");
    assertEquals(
        List.of(List.of((long) PID, 7L, -1L, -1L)), rows("process_fd_usage", List.of(GETH)));
  }

  @Test
  void anEndedProcessHasNoRows() throws IOException {
    for (ProcTables.ProcTable table : ProcTables.ALL) {
      assertEquals(
          List.of(), rows(table.name(), List.of(process(9999, ClientType.GETH))), table.name());
    }
  }

  @Test
  void anUnreadableFileAffectsOnlyItsTable() throws IOException {
    proc.makeUnreadable(PID, "io");
    assertEquals(List.of(), rows("process_io_usage", List.of(GETH)));
    assertEquals(1, rows("memory_usage", List.of(GETH)).size());
    assertEquals(1, rows("process_fd_usage", List.of(GETH)).size());
    assertEquals(1, rows("process_sched_usage", List.of(GETH)).size());
  }

  @Test
  void aZombieHasNoRowOfMemoryUsage() throws IOException {
    proc.write(
        PID,
        "status",
        "Name:\tended\nState:\tZ (zombie)\nThreads:\t1\nvoluntary_ctxt_switches:\t1\n");
    assertEquals(List.of(), rows("memory_usage", List.of(GETH)));
    assertEquals(1, rows("process_sched_usage", List.of(GETH)).size());
  }

  @Test
  void readsTextLongerThanTheBuffer() throws IOException {
    proc.write(PID, "limits", "x".repeat(30_000) + "\n" + FakeProc.LIMITS);
    assertEquals(
        List.of(List.of((long) PID, 7L, 1024L, 524288L)), rows("process_fd_usage", List.of(GETH)));
  }

  @Test
  void allTablesShareOneReading() throws IOException {
    List<Snapshot> snapshots = snapshots(new ProcReader(directory));
    Window window = window();
    assertEquals(1, rows(snapshots.getFirst(), window, List.of(GETH)).size());
    proc.write(PID, "io", "");
    proc.write(PID, "limits", "");
    for (Snapshot snapshot : snapshots) {
      assertEquals(1, rows(snapshot, window, List.of(GETH)).size(), snapshot.schema().name());
    }
    assertEquals(0, rows(snapshots.get(1), window(), List.of(GETH)).size());
  }

  @Test
  void slowReadingSkipsWindows() throws IOException {
    ProcReadings readings =
        new ProcReadings(
            new ProcReader(directory), () -> clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(120)));
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      read.add(readings.of(window(), List.of(GETH)).size());
    }
    // after 120 ms of reading, windows of 100 ms are skipped until the third, which ends after 240
    // ms
    assertEquals(List.of(1, 0, 0, 1, 0, 0, 1), read);
  }

  @Test
  void fastReadingSkipsNoWindow() throws IOException {
    ProcReadings readings =
        new ProcReadings(
            new ProcReader(directory), () -> clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(50)));
    for (int i = 0; i < 5; i++) {
      assertEquals(2, readings.of(window(), List.of(GETH, OTHER_GETH)).size());
    }
  }

  @Test
  void readsThisProcessInTheRealProc() throws IOException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    Window window = window();
    List<Snapshot> snapshots = snapshots(new ProcReader(Path.of("/proc")));
    for (Snapshot snapshot : snapshots) {
      assertEquals(
          1,
          rows(snapshot, window, List.of(process(pid, ClientType.UNKNOWN))).size(),
          snapshot.schema().name());
    }
    long descriptors =
        rows(snapshots.get(2), window, List.of(process(pid, ClientType.UNKNOWN))).getFirst().get(1);
    try (Stream<Path> listed = Files.list(Path.of("/proc/self/fd"))) {
      long count = listed.count();
      // the listing has a descriptor of its own, and the JVM opens and closes others in between
      assertTrue(Math.abs(descriptors - count) <= 10, descriptors + " and " + count);
    }
  }

  private Window window() {
    windows++;
    return new Window(windows * 100L, windows * 100L + 100, 0, 0);
  }

  private List<Snapshot> snapshots(ProcReader reader) {
    ProcReadings readings = new ProcReadings(reader, clock::get);
    return ProcTables.ALL.stream()
        .<Snapshot>map(table -> new ProcSnapshot(table, readings))
        .toList();
  }

  private List<List<Long>> rows(String table, List<TrackedProcess> processes) throws IOException {
    Snapshot snapshot =
        snapshots(new ProcReader(directory)).stream()
            .filter(candidate -> candidate.schema().name().equals(table))
            .findFirst()
            .orElseThrow();
    return rows(snapshot, window(), processes);
  }

  /** The pid and the table's own columns of each row. */
  private static List<List<Long>> rows(
      Snapshot snapshot, Window window, List<TrackedProcess> processes) throws IOException {
    TableBuilder builder = new TableBuilder(snapshot.schema());
    snapshot.collect(window, processes, builder);
    Table table = builder.build(new TableContext(window, 0, "test", "mainnet"));
    List<List<Long>> rows = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      List<Long> values = new ArrayList<>();
      for (int column = 0; column < table.data().size(); column++) {
        Column.Source source = snapshot.schema().columns().get(column).source();
        if (source == Column.Source.PID || source == Column.Source.VALUE) {
          values.add(((ColumnData.Longs) table.data().get(column)).values()[row]);
        }
      }
      rows.add(values);
    }
    return rows;
  }
}
