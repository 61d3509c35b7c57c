package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Simulates one and two crashes at each file system operation, and checks for lost and doubled
 * rows.
 */
final class CrashTest {
  private static final int BATCHES = 9;
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir private Path root;

  /** The operations of a run without a crash. */
  private long steps() {
    int steps = 0;
    while (run(root.resolve("dry-" + steps), 0, ++steps, 3).hasCrashed()) {
      // The next run crashes one step later.
    }
    return steps;
  }

  @Test
  void publishesEachBatchOnceAfterACrashAtAnyStep() throws Exception {
    long steps = steps();
    assertTrue(steps > 50, "steps: " + steps);
    try (DuckDb duckDb = new DuckDb()) {
      for (long fatal = 1; fatal < steps; fatal++) {
        Path data = root.resolve("once-" + fatal);
        long acknowledged = run(data, 0, fatal, 3).acknowledged();
        assertReadable(duckDb, data, fatal);
        // The recovery may roll at other batches.
        Run second = run(data, acknowledged, NEVER, 2 + (int) (fatal % 4));
        assertEquals(BATCHES, second.acknowledged(), "acknowledged after step " + fatal);
        assertOnce(duckDb, data, "crash at step " + fatal);
      }
    }
  }

  @Test
  void publishesEachBatchOnceAfterACrashDuringRecovery() throws Exception {
    long steps = steps();
    try (DuckDb duckDb = new DuckDb()) {
      for (long fatal = 1; fatal < steps; fatal++) {
        Path data = root.resolve("twice-" + fatal);
        long acknowledged = run(data, 0, fatal, 3).acknowledged();
        long again = 1 + fatal * 31 % steps;
        acknowledged = run(data, acknowledged, again, 4).acknowledged();
        assertReadable(duckDb, data, fatal);
        assertEquals(BATCHES, run(data, acknowledged, NEVER, 2).acknowledged());
        assertOnce(duckDb, data, "crash at steps " + fatal + " and then " + again);
      }
    }
  }

  private record Run(long acknowledged, boolean hasCrashed) {}

  /**
   * Delivers batches as the platform does, from the last acknowledged one to the end or the crash.
   */
  private static Run run(Path data, long acknowledged, long fatal, int rollSeconds) {
    CrashingFileOperations operations = new CrashingFileOperations(fatal);
    long[] now = {0};
    Settings settings = new Settings(data, Duration.ofSeconds(rollSeconds), 128L << 20, 3);
    ParquetSink sink = new ParquetSink(settings, "1.2.3", operations, () -> now[0]);
    long last = acknowledged;
    try {
      sink.open(new SinkContext(Samples.INSTALLATION, acknowledged));
      for (long sequence = acknowledged + 1; sequence <= BATCHES; sequence++) {
        last = sink.write(batch(sequence));
        now[0] += Duration.ofSeconds(1).toNanos();
      }
      last = sink.idle();
      last = sink.flush();
    } catch (SinkException e) {
      assertTrue(operations.hasCrashed(), e.getMessage());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    sink.close();
    return new Run(last, operations.hasCrashed());
  }

  /**
   * Two tables in each batch; in every third batch a slow table with rows of the previous hour; the
   * hour ends after the fifth batch.
   */
  private static Batch batch(long sequence) {
    long start = Samples.NOON + (sequence > 5 ? Samples.HOUR : 0) + sequence * 1_000;
    List<Table> tables = new ArrayList<>();
    tables.add(Samples.counter("alpha", start, 3, sequence));
    tables.add(Samples.counter("beta", start, 2, sequence));
    if (sequence % 3 == 0) {
      tables.add(Samples.counter("slow", start - Samples.HOUR, 1, sequence));
    }
    if (sequence == 6) {
      tables.add(Samples.counter("alpha", start - Samples.HOUR, 4, 100));
    }
    return Samples.batch(sequence, start, tables.toArray(Table[]::new));
  }

  private static void assertOnce(DuckDb duckDb, Path data, String description) throws Exception {
    List<List<String>> alpha = new ArrayList<>();
    List<List<String>> beta = new ArrayList<>();
    for (int sequence = 1; sequence <= BATCHES; sequence++) {
      alpha.add(List.of(Integer.toString(sequence), "3", "3"));
      beta.add(List.of(Integer.toString(sequence), "2", "2"));
    }
    alpha.add(List.of("100", "4", "4"));
    assertEquals(alpha, counts(duckDb, data, "alpha"), description);
    assertEquals(beta, counts(duckDb, data, "beta"), description);
    assertEquals(
        List.of(List.of("3", "1", "1"), List.of("6", "1", "1"), List.of("9", "1", "1")),
        counts(duckDb, data, "slow"),
        description);
    assertEquals(List.of(), Samples.files(data.resolve(StagingDirectory.NAME)), description);
  }

  private static List<List<String>> counts(DuckDb duckDb, Path data, String table)
      throws Exception {
    return duckDb.rows(
        "SELECT count, count(*), count(DISTINCT pid) FROM "
            + DuckDb.table(data, table)
            + " GROUP BY count ORDER BY count");
  }

  private static void assertReadable(DuckDb duckDb, Path data, long fatal) throws Exception {
    if (!Files.exists(data)) {
      return;
    }
    List<String> files = new ArrayList<>();
    for (String file : Samples.files(data)) {
      if (file.endsWith(".parquet")) {
        files.add("'" + data.resolve(file) + "'");
      }
    }
    if (!files.isEmpty()) {
      List<String> counts =
          duckDb.column(
              "SELECT count(*) FROM read_parquet("
                  + files
                  + ", filename = true) WHERE count > 0 GROUP BY filename");
      assertEquals(files.size(), counts.size(), files + " after step " + fatal);
    }
  }
}
