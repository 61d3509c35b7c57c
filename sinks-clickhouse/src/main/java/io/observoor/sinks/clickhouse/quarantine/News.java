package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.sinks.clickhouse.insert.Refused;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is refused: a table at once and then once a minute. One thread at a time. */
final class News {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Path directory;
  private final Map<String, Table> tables = new HashMap<>();

  private static final class Table {
    private long rows;
    private long toldNanos;
    private boolean told;
    private String reason = "";
  }

  News(Path directory) {
    this.directory = directory;
  }

  void tell(List<Refused> refused) {
    Map<String, Table> touched = new LinkedHashMap<>();
    for (Refused some : refused) {
      Table table = tables.computeIfAbsent(some.rows().table(), _ -> new Table());
      table.rows += some.rows().rows();
      table.reason = some.reason();
      touched.put(some.rows().table(), table);
    }
    long now = System.nanoTime();
    touched.forEach(
        (name, table) -> {
          if (!table.told || now - table.toldNanos >= PAUSE_NANOS) {
            LOG.warn(
                "clickhouse: {} rows of {} are in quarantine, in {}: {} (observoor:quarantine-send"
                    + " sends them again)",
                table.rows,
                name,
                directory,
                table.reason);
            table.told = true;
            table.toldNanos = now;
            table.rows = 0;
          }
        });
  }
}
