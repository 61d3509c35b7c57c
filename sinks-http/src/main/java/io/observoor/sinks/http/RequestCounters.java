package io.observoor.sinks.http;

import io.observoor.api.sink.Measurement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The sink's measurements since its component was activated. Thread-safe. */
final class RequestCounters {
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private volatile int waiting;

  /** Counts a request with its rows and the bytes of its compressed body. */
  void request(RequestOutcome outcome, int rowCount, int byteCount) {
    bytes.addAndGet(byteCount);
    switch (outcome) {
      case RequestOutcome.Accepted _ -> {
        accepted.incrementAndGet();
        rows.addAndGet(rowCount);
      }
      case RequestOutcome.Refused _ -> refused.incrementAndGet();
      case RequestOutcome.Failed _ -> failed.incrementAndGet();
    }
  }

  void quarantined(int count) {
    quarantined.addAndGet(count);
  }

  void waiting(int count) {
    waiting = count;
  }

  List<Measurement> measurements() {
    return List.of(
        requests("accepted", accepted),
        requests("refused", refused),
        requests("failed", failed),
        Measurement.counter("posted_rows", "Rows that the server accepted.", (double) rows.get()),
        Measurement.counter(
            "posted_bytes", "Compressed bytes of request bodies.", (double) bytes.get()),
        Measurement.counter(
            "quarantined_rows",
            "Rows that the server refused and that are kept in a file.",
            (double) quarantined.get()),
        Measurement.gauge("waiting_rows", "Rows in memory that wait for an answer.", waiting));
  }

  private static Measurement requests(String outcome, AtomicLong count) {
    return new Measurement(
        "http_requests",
        "Requests to the server, by outcome.",
        Measurement.Kind.COUNTER,
        Map.of("outcome", outcome),
        (double) count.get());
  }
}
