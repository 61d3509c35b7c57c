package io.observoor.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probe and sink are stopped and started while events flow: the totals agree. */
final class BundlesIT {
  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  @Test
  void stoppedAndStartedBundlesLoseNothing() throws Throwable {
    Path data = directory.resolve("data");
    Map<String, String> properties =
        Map.of(
            "observoor.command",
            "run",
            "observoor.data",
            data.toString(),
            "observoor.process",
            BundleSwaps.NAME,
            "observoor.home",
            RunningAgent.HOME.toString(),
            "observoor.terminal",
            "false");
    try (OsgiContainer container = OsgiContainer.start(properties)) {
      container.call(BundleSwaps.class, "swap");
    }
    List<String> made = Files.readAllLines(BundleSwaps.report(data));
    try (ParquetRows rows = new ParquetRows(data)) {
      for (String metric : Syscalls.METRICS) {
        Totals exact = Totals.parse(made.get(1));
        assertEquals(
            exact.of(metric).count(),
            count(rows, metric, made.get(0)),
            metric + " of the process on command");
        long most = Totals.parse(made.get(3)).of(metric).count();
        long steady = count(rows, metric, made.get(2));
        assertTrue(
            steady <= most && (most == 0 || steady > 0),
            () -> metric + " of the steady process: " + steady + " of " + most);
      }
      Syscalls.assertNoLosses(rows);
    }
  }

  private static long count(ParquetRows rows, String metric, String pid) throws Exception {
    return rows.files(metric).isEmpty()
        ? 0
        : rows.number(
            "SELECT coalesce(sum(count), 0)::BIGINT FROM "
                + rows.table(metric)
                + " WHERE pid = "
                + pid);
  }
}
