package io.observoor.pipeline.engine;

import io.observoor.api.batch.ClientType;
import io.observoor.api.batch.ColumnData;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.WindowRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The expected metrics of {@link SampleProbe}, in a simple implementation. */
final class ReferenceModel {
  private static final long[] BOUNDS = {
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000L,
    100_000_000_000L
  };

  private final Map<List<Object>, long[]> rows = new HashMap<>();

  void call(long window, int pid, int client, long nanos) {
    add(List.of(window, "call", pid, text(client)), nanos, 1);
    add(List.of(window, "level", pid, text(client), 8L), nanos, 1);
  }

  void transfer(
      long window, int pid, int client, long bytes, long port, long level, long segments) {
    if (segments > 0) {
      String direction = port % 2 == 0 ? "even" : "odd";
      add(List.of(window, "transfer", pid, text(client), port, direction), bytes, segments);
    }
    if (level > 0 && port == 30303) {
      add(List.of(window, "level", pid, text(client), 7L), level, 1);
    }
  }

  void named(long window, int pid, int client, String name) {
    add(List.of(window, "named", pid, text(client), name), 0, 1);
  }

  private static String text(int client) {
    return ClientType.of(client).text();
  }

  /** Sum, count, minimum, maximum, then the buckets. */
  private void add(List<Object> key, long value, long count) {
    long[] row =
        rows.computeIfAbsent(
            key,
            _ -> {
              long[] fresh = new long[4 + Histogram.SIZE];
              fresh[2] = Long.MAX_VALUE;
              fresh[3] = Long.MIN_VALUE;
              return fresh;
            });
    row[0] += value;
    row[1] += count;
    row[2] = Math.min(row[2], value);
    row[3] = Math.max(row[3], value);
    row[4 + bucket(value)] += count;
  }

  static int bucket(long nanos) {
    for (int i = 0; i < BOUNDS.length; i++) {
      if (nanos < BOUNDS[i]) {
        return i;
      }
    }
    return BOUNDS.length;
  }

  /** The expected rows, in the form of {@link #of}. */
  Map<List<Object>, List<Object>> rows() {
    Map<List<Object>, List<Object>> all = new HashMap<>();
    rows.forEach(
        (key, row) -> {
          List<Object> values = new ArrayList<>(List.of((float) row[0], row[1]));
          if (!key.get(1).equals("transfer") && !key.get(1).equals("named")) {
            values.add((float) row[2]);
            values.add((float) row[3]);
          }
          if (key.get(1).equals("call")) {
            values.add(Arrays.stream(row, 4, row.length).boxed().toList());
          }
          all.put(key, values);
        });
    return all;
  }

  /** The rows of closed windows; fails for a row that occurs twice. */
  static Map<List<Object>, List<Object>> of(List<WindowRows> closed) {
    Map<List<Object>, List<Object>> all = new HashMap<>();
    for (WindowRows rows : closed) {
      for (Table table : rows.tables()) {
        for (int row = 0; row < table.rows(); row++) {
          List<Object> key =
              new ArrayList<>(
                  List.of(
                      table.column("window_start").longAt(row),
                      table.schema().name(),
                      (int) table.column("pid").longAt(row),
                      table.column("client_type").textAt(row)));
          List<Object> values = new ArrayList<>();
          switch (table.schema().name()) {
            case "transfer" -> {
              key.add(table.column("port").longAt(row));
              key.add(table.column("direction").textAt(row));
            }
            case "level" -> key.add(table.column("source").longAt(row));
            case "named" -> key.add(table.column("name").textAt(row));
            default -> {}
          }
          values.add(table.column("sum").floatAt(row));
          values.add(table.column("count").longAt(row));
          if (!table.schema().name().equals("transfer") && !table.schema().name().equals("named")) {
            values.add(table.column("min").floatAt(row));
            values.add(table.column("max").floatAt(row));
          }
          if (table.schema().name().equals("call")) {
            var buckets = (ColumnData.Buckets) table.column("histogram");
            List<Object> counts = new ArrayList<>();
            for (int i = 0; i < Histogram.SIZE; i++) {
              counts.add(buckets.countAt(row, i));
            }
            values.add(counts);
          }
          if (all.put(key, values) != null) {
            throw new AssertionError("twice: " + key);
          }
        }
      }
    }
    return all;
  }
}
