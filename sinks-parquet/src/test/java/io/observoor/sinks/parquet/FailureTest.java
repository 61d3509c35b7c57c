package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Table;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Failures are reported in one line, leave no unfinished files and lose no rows: the batches are
 * sent again.
 */
final class FailureTest {
  private static final String TMPFS = "io.observoor.sinks.parquet.Tmpfs#isPossible";

  @TempDir private Path root;

  private static void open(ParquetSink sink, long acknowledged) throws SinkException {
    sink.open(new SinkContext(Samples.INSTALLATION, acknowledged));
  }

  private static long write(ParquetSink sink, long sequence) throws Exception {
    return sink.write(
        Samples.batch(sequence, Samples.NOON, Samples.counter("opens", Samples.NOON, 3, sequence)));
  }

  private static void assertMessage(SinkException failure, String... parts) {
    String message = failure.getMessage();
    assertEquals(1, message.lines().count(), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  /** The counts of a table's published rows, with the number of rows of each. */
  private static List<List<String>> published(Path data, String table) throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb.rows(
          "SELECT count, count(*) FROM "
              + DuckDb.table(data, table)
              + " GROUP BY count ORDER BY count");
    }
  }

  @Test
  @EnabledIf(TMPFS)
  void fullDisk() throws Exception {
    try (Tmpfs disk = new Tmpfs(root, "size=256k")) {
      Path data = root.resolve("data");
      ParquetSink sink = Samples.sink(data);
      open(sink, 0);
      write(sink, 1);
      assertEquals(1, sink.flush());
      Table large = Samples.latency("large", Samples.NOON, 20_000);
      sink.write(
          Samples.batch(2, Samples.NOON, Samples.counter("opens", Samples.NOON, 3, 2), large));
      SinkException failure = assertThrows(SinkException.class, sink::flush);
      assertMessage(
          failure,
          "cannot write " + data + "/.incoming/",
          "No space left on device",
          "free space",
          "sent again");
      sink.close();
      assertEquals(1, Samples.files(data).size(), Samples.files(data).toString());

      disk.remount("size=8m");
      open(sink, 1);
      sink.write(
          Samples.batch(2, Samples.NOON, Samples.counter("opens", Samples.NOON, 3, 2), large));
      assertEquals(2, sink.flush());
      sink.close();
      assertEquals(List.of(List.of("1", "3"), List.of("2", "3")), published(data, "opens"));
    }
  }

  @Test
  @EnabledIf(TMPFS)
  void readOnlyDisk() throws Exception {
    try (Tmpfs disk = new Tmpfs(root, "size=1m")) {
      Path data = root.resolve("data");
      disk.remount("ro");
      ParquetSink sink = Samples.sink(data);
      assertMessage(
          assertThrows(SinkException.class, () -> open(sink, 0)),
          "cannot create " + data + "/.incoming",
          "Read-only file system",
          "mount that file system writable");
      sink.close();

      disk.remount("rw");
      open(sink, 0);
      disk.remount("ro");
      write(sink, 1);
      assertMessage(
          assertThrows(SinkException.class, sink::flush),
          "cannot create " + data + "/.incoming/",
          "Read-only file system");
      sink.close();
      assertMessage(
          assertThrows(SinkException.class, () -> open(sink, 0)), "Read-only file system");
      sink.close();

      disk.remount("rw");
      open(sink, 0);
      write(sink, 1);
      assertEquals(1, sink.flush());
      sink.close();
      assertEquals(List.of(List.of("1", "3")), published(data, "opens"));
    }
  }

  @Test
  void directoryThatVanishes() throws Exception {
    Path data = root.resolve("data");
    ParquetSink sink = Samples.sink(data);
    open(sink, 0);
    write(sink, 1);
    try (Stream<Path> paths = Files.walk(data)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    assertMessage(
        assertThrows(SinkException.class, sink::flush),
        "cannot create " + data + "/.incoming/",
        "no such file or directory",
        "removed");
    sink.close();
    open(sink, 0);
    write(sink, 1);
    assertEquals(1, sink.flush());
    sink.close();
    assertEquals(List.of(List.of("1", "3")), published(data, "opens"));
  }

  @Test
  void fileInPlaceOfADirectory() throws Exception {
    Path data = root.resolve("data");
    Files.createDirectories(data);
    Files.writeString(data.resolve("opens"), "not a directory");
    ParquetSink sink = Samples.sink(data);
    open(sink, 0);
    assertMessage(
        assertThrows(SinkException.class, () -> write(sink, 1)),
        "cannot list " + data + "/opens/date=2026-03-04/hour=12",
        "ot a directory",
        "move that file elsewhere");
    sink.close();
    assertEquals(List.of("opens"), Samples.files(data));
  }

  @Test
  void missingPermission() throws Exception {
    LocalFileOperations real = new LocalFileOperations();
    FileOperations denied =
        new DelegatingFileOperations(real) {
          @Override
          public void createDirectories(Path directory) throws IOException {
            if (directory.endsWith("hour=12")) {
              throw new AccessDeniedException(directory.toString());
            }
            super.createDirectories(directory);
          }
        };
    ParquetSink sink = new ParquetSink(Samples.settings(root), "1.2.3", denied, () -> 0);
    open(sink, 0);
    write(sink, 1);
    assertMessage(
        assertThrows(SinkException.class, sink::flush),
        "cannot create " + root + "/opens/date=2026-03-04/hour=12: permission denied",
        "grant the agent's user write permission");
    sink.close();
    assertEquals(List.of(), Samples.files(root));
  }

  @Test
  void doesNotReplaceAnExistingFile() throws Exception {
    ParquetSink sink = Samples.sink(root);
    open(sink, 0);
    write(sink, 1);
    Path directory = root.resolve("opens/date=2026-03-04/hour=12");
    Files.createDirectories(directory);
    Path mine = directory.resolve("a1b2-c3-000000000001-000000000001.parquet");
    Files.writeString(mine, "mine");
    assertMessage(
        assertThrows(SinkException.class, sink::flush), mine.toString(), "exists already");
    sink.close();
    assertEquals("mine", Files.readString(mine));
  }

  @Test
  void syncsRepeatedRowsBeforeAcknowledging() throws Exception {
    ParquetSink sink = Samples.sink(root);
    open(sink, 0);
    write(sink, 1);
    sink.flush();
    sink.close();
    List<String> synced = new ArrayList<>();
    FileOperations watched =
        new DelegatingFileOperations(new LocalFileOperations()) {
          @Override
          public void syncDirectory(Path directory) throws IOException {
            synced.add(root.relativize(directory).toString());
            super.syncDirectory(directory);
          }
        };
    // The file was renamed, but a crash prevented the acknowledgement.
    sink = new ParquetSink(Samples.settings(root), "1.2.3", watched, () -> 0);
    open(sink, 0);
    assertEquals(0, write(sink, 1));
    assertEquals(1, sink.flush());
    sink.close();
    assertEquals(
        List.of("opens/date=2026-03-04/hour=12", "opens/date=2026-03-04", "opens", ""), synced);
    assertEquals(List.of(List.of("1", "3")), published(root, "opens"));
  }

  @Test
  void refusesAnInstallationThatFileNamesCannotContain() {
    ParquetSink sink = Samples.sink(root);
    assertMessage(
        assertThrows(SinkException.class, () -> sink.open(new SinkContext("../x", 0))), "'../x'");
    sink.close();
    assertFalse(Files.exists(root.resolve(StagingDirectory.NAME)));
  }

  @Test
  void interruptedThread() throws Exception {
    ParquetSink sink = Samples.sink(root);
    open(sink, 0);
    write(sink, 1);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, sink::flush);
    sink.close();
    open(sink, 0);
    write(sink, 1);
    assertEquals(1, sink.flush());
    sink.close();
    assertEquals(List.of(List.of("1", "3")), published(root, "opens"));
  }
}
