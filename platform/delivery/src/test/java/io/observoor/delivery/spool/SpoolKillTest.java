package io.observoor.delivery.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Batch;
import io.observoor.delivery.TestRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stores batches is killed repeatedly; the batches that it reported are stored. */
final class SpoolKillTest {
  private static final int KILLS = 8;

  @TempDir Path directory;

  @Test
  void reportedBatchesAreReadableAfterAKill()
      throws IOException, InterruptedException, SpoolException {
    Random random = new Random(7);
    Map<Long, String> reported = new TreeMap<>();
    String installation = null;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = runAndKill(random.nextInt(1, 50), random.nextInt(3_000_000), reported);
      try (Spool spool = new Spool(directory, 1 << 30, List.of("sink"), Disk.REAL)) {
        spool.open();
        installation = installation == null ? spool.installation() : installation;
        assertEquals(installation, spool.installation());
        check(spool, reported, acknowledged);
      }
    }
    assertTrue(reported.size() > KILLS);
  }

  /** Returns the last acknowledgement before the last report of the process. */
  private long runAndKill(int reports, int nanosMore, Map<Long, String> reported)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                SpoolWriterMain.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (int i = 0; i < reports; i++) {
        acknowledged = record(lines.readLine(), reported);
      }
      for (long end = System.nanoTime() + nanosMore; System.nanoTime() < end; ) {
        Thread.onSpinWait();
      }
      // through the handle: Process.destroyForcibly would close the pipe with its reports
      process.toHandle().destroyForcibly();
      for (String line = readOrNull(lines); line != null; line = readOrNull(lines)) {
        // the kill may have cut the last line
        if (line.endsWith(".")) {
          acknowledged = record(line, reported);
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static String readOrNull(BufferedReader lines) {
    try {
      return lines.readLine();
    } catch (UncheckedIOException | IOException e) {
      return null;
    }
  }

  private static long record(String line, Map<Long, String> reported) {
    String[] parts = line.split(" ", 4);
    String earlier = reported.put(Long.parseLong(parts[0]), parts[1]);
    assertEquals(null, earlier, "number " + parts[0] + " was assigned twice");
    return Long.parseLong(parts[2]);
  }

  private static void check(Spool spool, Map<Long, String> reported, long acknowledged)
      throws SpoolException {
    long lastReported = reported.keySet().stream().reduce(0L, Math::max);
    List<Batch> batches = SpoolTest.all(spool, 0);
    assertTrue(spool.statistics().lastSequence() >= lastReported);
    assertTrue(spool.statistics().lastSequence() <= lastReported + 1);
    long expected = spool.statistics().lastSequence() - spool.statistics().batches() + 1;
    assertTrue(expected <= acknowledged + 41, expected + " with " + acknowledged);
    for (Batch batch : batches) {
      assertEquals(expected, batch.sequence());
      String fingerprint = TestRows.fingerprint(batch.rows());
      assertEquals(reported.getOrDefault(batch.sequence(), fingerprint), fingerprint);
      // a batch that was stored just before the kill counts as reported from now on
      reported.putIfAbsent(batch.sequence(), fingerprint);
      expected++;
    }
    assertEquals(spool.statistics().lastSequence() + 1, expected);
  }
}
