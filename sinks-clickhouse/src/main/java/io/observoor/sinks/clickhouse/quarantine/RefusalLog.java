package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.sinks.clickhouse.insert.RefusedRows;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refusals: the first of a table at once, later ones once a minute. One thread at a time. */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Path directory;
  private final Map<String, Table> tables = new HashMap<>();

  private static final class Table {
    private final String name;
    private long unloggedRows;
    private long loggedNanos = System.nanoTime() - INTERVAL_NANOS;
    private String reason = "";

    Table(String name) {
      this.name = name;
    }
  }

  RefusalLog(Path directory) {
    this.directory = directory;
  }

  void log(List<RefusedRows> refused) {
    Set<Table> changed = new LinkedHashSet<>();
    for (RefusedRows rows : refused) {
      Table table = tables.computeIfAbsent(rows.rows().table(), Table::new);
      table.unloggedRows += rows.rows().rows();
      table.reason = rows.reason();
      changed.add(table);
    }
    long now = System.nanoTime();
    for (Table table : changed) {
      if (now - table.loggedNanos >= INTERVAL_NANOS) {
        LOG.warn(
            "{} rows of {} are in quarantine, in {}: {} (observoor:quarantine-send sends them again)",
            table.unloggedRows,
            table.name,
            directory,
            table.reason);
        table.loggedNanos = now;
        table.unloggedRows = 0;
      }
    }
  }
}
