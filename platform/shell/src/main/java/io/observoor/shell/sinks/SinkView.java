package io.observoor.shell.sinks;

import io.observoor.delivery.SinkStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A sink as the shell shows it.
 *
 * @param name its name
 * @param state what it does
 * @param statistics its figures; nothing for one that stands by and has never run
 */
record SinkView(String name, String state, Optional<SinkStatistics> statistics) {
  /** The fields of its JSON form, which stay as they are. */
  Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("state", state);
    fields.put("cursor", statistics.map(SinkStatistics::acknowledged).orElse(null));
    fields.put("behind_batches", statistics.map(SinkStatistics::pendingBatches).orElse(0L));
    fields.put("delivered_batches", statistics.map(SinkStatistics::deliveredBatches).orElse(0L));
    fields.put("delivered_rows", statistics.map(SinkStatistics::deliveredRows).orElse(0L));
    fields.put("failures", statistics.map(SinkStatistics::failures).orElse(0L));
    fields.put("last_error", statistics.map(SinkStatistics::lastError).orElse(""));
    fields.put("given_up_batches", statistics.map(SinkStatistics::givenUpBatches).orElse(0L));
    fields.put("given_up_rows", statistics.map(SinkStatistics::givenUpRows).orElse(0L));
    return fields;
  }
}
