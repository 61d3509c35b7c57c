package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.Measurement.Kind;
import io.observoor.sinks.clickhouse.connection.FailureKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the inserts of a sink component. Any thread. */
public final class InsertStatistics {
  private static final Map<String, String> INSERT = Map.of("operation", "insert");

  private final LongAdder rows = new LongAdder();
  private final LongAdder inserts = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final Map<FailureKind, LongAdder> failures = new EnumMap<>(FailureKind.class);

  public InsertStatistics() {
    for (FailureKind kind : FailureKind.values()) {
      failures.put(kind, new LongAdder());
    }
  }

  void inserted(long insertedRows, long tookNanos) {
    rows.add(insertedRows);
    inserts.increment();
    nanos.add(tookNanos);
  }

  void failed(FailureKind kind, long tookNanos) {
    inserts.increment();
    nanos.add(tookNanos);
    failed(kind);
  }

  /** Counts a failure outside of an insert. */
  public void failed(FailureKind kind) {
    failures.get(kind).increment();
  }

  /** Returns the measurements; skips kinds of errors that have not occurred. */
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    all.add(
        new Measurement(
            "clickhouse_batches",
            "Requests to ClickHouse, successful or not.",
            Kind.COUNTER,
            INSERT,
            inserts.sum()));
    all.add(
        new Measurement(
            "clickhouse_batch_duration_seconds",
            "Total duration of requests to ClickHouse.",
            Kind.COUNTER,
            INSERT,
            nanos.sum() / 1e9));
    all.add(
        Measurement.counter(
            "sink_rows", "Rows that ClickHouse has confirmed.", (double) rows.sum()));
    failures.forEach(
        (kind, count) -> {
          if (count.sum() > 0) {
            all.add(
                new Measurement(
                    "export_batch_errors",
                    "Requests to ClickHouse that failed.",
                    Kind.COUNTER,
                    Map.of("error_type", kind.label()),
                    count.sum()));
          }
        });
    return all;
  }
}
