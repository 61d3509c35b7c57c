package io.observoor.sinks.http;

import io.observoor.api.sink.Measurement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts since the component was made. Thread-safe. */
final class Counters {
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private volatile int waiting;

  void answered(Answer answer, int rowsOfRequest, int bytesOfBody) {
    bytes.addAndGet(bytesOfBody);
    switch (answer) {
      case Answer.Accepted _ -> {
        accepted.incrementAndGet();
        rows.addAndGet(rowsOfRequest);
      }
      case Answer.Refused _ -> refused.incrementAndGet();
      case Answer.Failed _ -> failed.incrementAndGet();
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
        Measurement.counter("posted_rows", "Rows that the server took.", (double) rows.get()),
        Measurement.counter(
            "posted_bytes", "Bytes of the bodies of requests, compressed.", (double) bytes.get()),
        Measurement.counter(
            "quarantined_rows",
            "Rows that the server refused and that are kept in a file.",
            (double) quarantined.get()),
        Measurement.gauge("waiting_rows", "Rows in memory that wait for an answer.", waiting));
  }

  private static Measurement requests(String outcome, AtomicLong count) {
    return new Measurement(
        "http_requests",
        "Requests to the server, by what came of them.",
        Measurement.Kind.COUNTER,
        Map.of("outcome", outcome),
        (double) count.get());
  }
}
