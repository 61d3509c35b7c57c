package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.TableBuilder;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The times and the names of published files. */
final class RollTest {
  private static final String AT_NOON = "opens/date=2026-03-04/hour=12/";

  @TempDir private Path data;
  private long now;
  private ParquetSink sink;

  private void open(Duration rollTime, long rollBytes) throws Exception {
    sink =
        new ParquetSink(
            new Settings(data, rollTime, rollBytes, 3),
            "1.2.3",
            new LocalFileOperations(),
            () -> now);
    sink.open(new SinkContext(Samples.INSTALLATION, 0));
  }

  @AfterEach
  void close() {
    sink.close();
  }

  private List<String> published() {
    return Samples.files(data).stream().filter(file -> !file.startsWith(".")).toList();
  }

  private static String name(long first, long last) {
    return "a1b2-c3-%012d-%012d.parquet".formatted(first, last);
  }

  private long write(long sequence, long start) throws Exception {
    return sink.write(Samples.batch(sequence, start, Samples.counter("opens", start, 1, sequence)));
  }

  @Test
  void publishesByTime() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    assertEquals(0, write(1, Samples.NOON));
    now += Duration.ofSeconds(59).toNanos();
    assertEquals(0, write(2, Samples.NOON + 59_000));
    assertEquals(0, sink.idle());
    assertEquals(List.of(), published());
    now += Duration.ofSeconds(1).toNanos();
    assertEquals(2, sink.idle());
    assertEquals(List.of(AT_NOON + name(1, 2)), published());

    now += Duration.ofHours(5).toNanos();
    assertEquals(2, write(3, Samples.NOON + 60_000), "time starts at the first batch");
    now += Duration.ofSeconds(60).toNanos();
    assertEquals(4, write(4, Samples.NOON + 61_000));
    assertEquals(List.of(AT_NOON + name(1, 2), AT_NOON + name(3, 4)), published());
  }

  @Test
  void publishesBySize() throws Exception {
    open(Duration.ofSeconds(60), 1_000_000);
    List<Long> acknowledged = new ArrayList<>();
    for (int sequence = 1; sequence <= 4; sequence++) {
      acknowledged.add(
          sink.write(
              Samples.batch(sequence, Samples.NOON, Samples.latency("read", Samples.NOON, 5_000))));
    }
    assertEquals(List.of(0L, 0L, 3L, 3L), acknowledged);
    assertEquals(List.of("read/date=2026-03-04/hour=12/" + name(1, 3)), published());
  }

  @Test
  void publishesWhenTheHourChanges() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    assertEquals(0, write(1, Samples.NOON + Samples.HOUR - 1));
    assertEquals(1, write(2, Samples.NOON + Samples.HOUR));
    assertEquals(2, sink.flush());
    assertEquals(
        List.of(AT_NOON + name(1, 1), "opens/date=2026-03-04/hour=13/" + name(2, 2)), published());
  }

  @Test
  void partitionsRowsByTheirOwnTime() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    long midnight = Samples.NOON + 12 * Samples.HOUR;
    sink.write(
        Samples.batch(
            7,
            midnight,
            Samples.counter("opens", midnight, 1, 1),
            Samples.counter("slow", midnight - 10_000, 1, 1)));
    sink.flush();
    assertEquals(
        List.of(
            "opens/date=2026-03-05/hour=00/" + name(7, 7),
            "slow/date=2026-03-04/hour=23/" + name(7, 7)),
        published());
  }

  @Test
  void partitionsOneTableIntoSeveralHours() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    Table constant = Samples.counter("opens", Samples.NOON, 3, 1);
    List<ColumnData> columns = new ArrayList<>(constant.data());
    columns.set(
        constant.schema().indexOf("window_start"),
        new ColumnData.Longs(
            new long[] {Samples.NOON, Samples.NOON + Samples.HOUR, Samples.NOON + 1}));
    sink.write(Samples.batch(1, Samples.NOON, new Table(constant.schema(), 3, columns)));
    sink.flush();
    assertEquals(
        List.of(AT_NOON + name(1, 1), "opens/date=2026-03-04/hour=13/" + name(1, 1)), published());
    try (DuckDb duckDb = new DuckDb()) {
      assertEquals(
          List.of("1", "3"),
          duckDb.column("SELECT pid FROM read_parquet('" + data + "/" + AT_NOON + "*.parquet')"));
    }
  }

  @Test
  void namesAFileAfterItsBatches() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    write(1, Samples.NOON);
    sink.write(
        Samples.batch(
            2,
            Samples.NOON,
            Samples.counter("opens", Samples.NOON, 1, 1),
            Samples.counter("rare", Samples.NOON, 1, 1),
            Samples.counter("never", Samples.NOON, 0, 1)));
    sink.write(Samples.batch(4, Samples.NOON));
    assertEquals(4, sink.flush());
    assertEquals(
        List.of(AT_NOON + name(1, 2), "rare/date=2026-03-04/hour=12/" + name(2, 2)), published());
    assertFalse(Files.exists(data.resolve("never")));
  }

  @Test
  void acknowledgesBatchesWithoutRowsImmediately() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    assertEquals(1, sink.write(Samples.batch(1, Samples.NOON)));
    assertEquals(2, sink.write(Samples.batch(2, Samples.NOON)));
    assertEquals(2, write(3, Samples.NOON));
    assertEquals(2, sink.write(Samples.batch(4, Samples.NOON)));
    assertEquals(4, sink.flush());
    assertEquals(4, sink.flush());
  }

  @Test
  void startsANewFileForOtherColumns() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    write(1, Samples.NOON);
    TableBuilder builder =
        new TableBuilder(
            TableSchema.ofWindows("opens", List.of(Column.value("paths", Scalar.UINT64))));
    builder.row().number(1);
    Table other = builder.build(Samples.context(Samples.NOON));
    assertEquals(1, sink.write(Samples.batch(2, Samples.NOON, other)));
    assertEquals(2, sink.flush());
    assertEquals(List.of(AT_NOON + name(1, 1), AT_NOON + name(2, 2)), published());
  }

  @Test
  void unfinishedFilesAreHiddenAndDeletedByClose() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    Table large = Samples.latency("read", Samples.NOON, 300_000);
    assertEquals(0, sink.write(Samples.batch(1, Samples.NOON, large)));
    List<String> all = Samples.files(data);
    assertEquals(1, all.size(), "the sink buffered too many rows");
    assertTrue(all.getFirst().startsWith(".incoming/"), all.toString());
    assertFalse(all.getFirst().endsWith(".parquet"), all.toString());
    sink.close();
    assertEquals(List.of(), Samples.files(data));
  }

  @Test
  void openDeletesOnlyItsOwnUnfinishedFiles() throws Exception {
    Path staging = Files.createDirectories(data.resolve(StagingDirectory.NAME));
    Files.writeString(staging.resolve("a1b2-c3-000000000007-opens-1.parquet.open"), "PAR1");
    Files.writeString(staging.resolve("other-000000000007-opens-1.parquet.open"), "PAR1");
    Files.writeString(staging.resolve("notes.txt"), "mine");
    open(Duration.ofSeconds(60), 128L << 20);
    assertEquals(
        List.of(".incoming/notes.txt", ".incoming/other-000000000007-opens-1.parquet.open"),
        Samples.files(data));
  }

  @Test
  void ignoresRepeatedBatchesOfOneSession() throws Exception {
    open(Duration.ofSeconds(60), 128L << 20);
    write(1, Samples.NOON);
    assertEquals(0, write(1, Samples.NOON));
    assertEquals(1, sink.flush());
    assertEquals(1, write(1, Samples.NOON));
    assertEquals(List.of(AT_NOON + name(1, 1)), published());
  }
}
