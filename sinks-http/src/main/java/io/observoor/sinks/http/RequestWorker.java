package io.observoor.sinks.http;

import io.observoor.sinks.http.Quarantine.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts requests one after the other. Splits a refused request into halves, and these again, until
 * the refused rows are isolated.
 */
final class RequestWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.http");

  /** A request, its halves, quarters, eighths and sixteenths; after that it is deferred. */
  private static final int MAX_REFUSALS = 31;

  private final RequestQueue queue;
  private final RequestSender sender;
  private final Quarantine quarantine;
  private final RequestCounters counters;
  private final Consumer<Duration> retryAfter;

  /**
   * A worker.
   *
   * @param retryAfter called with the time for which the server accepts no request
   */
  RequestWorker(
      RequestQueue queue,
      RequestSender sender,
      Quarantine quarantine,
      RequestCounters counters,
      Consumer<Duration> retryAfter) {
    this.queue = queue;
    this.sender = sender;
    this.quarantine = quarantine;
    this.counters = counters;
    this.retryAfter = retryAfter;
  }

  /** Posts until the queue stops or the thread is interrupted. */
  @Override
  public void run() {
    try {
      for (RequestRows rows = queue.take(); rows != null; rows = queue.take()) {
        try {
          deliver(rows);
        } finally {
          queue.done(rows);
        }
      }
    } catch (InterruptedException e) {
      // The sink is closing.
      queue.fail("interrupted");
    } catch (RuntimeException | Error e) {
      LOG.error("a worker of the HTTP sink failed", e);
      queue.fail(e.toString());
    }
  }

  private void deliver(RequestRows rows) throws InterruptedException {
    Deque<RequestRows.Range> unsent = new ArrayDeque<>(List.of(rows.all()));
    List<Refusal> refusedRows = new ArrayList<>();
    boolean anyAccepted = false;
    int refusals = 0;
    while (!unsent.isEmpty() && !queue.isStopped()) {
      RequestRows.Range range = unsent.pollFirst();
      switch (sender.send(range)) {
        case RequestOutcome.Accepted _ -> {
          anyAccepted = true;
          queue.accepted(range);
        }
        case RequestOutcome.Refused refused -> {
          refusals++;
          if (range.rows() == 1) {
            refusedRows.add(new Refusal(range, refused));
          } else {
            unsent.addLast(range.firstHalf());
            unsent.addLast(range.secondHalf());
          }
          boolean undecided = !anyAccepted && !rows.isRetried();
          if (undecided && (refusals == MAX_REFUSALS || unsent.isEmpty())) {
            queue.defer(rows, refused);
            return;
          }
        }
        case RequestOutcome.Failed failed -> {
          retryAfter.accept(failed.retryAfter());
          queue.fail(failed.reason());
        }
      }
    }
    if (!refusedRows.isEmpty() && (anyAccepted || rows.isRetried())) {
      quarantine(refusedRows);
    }
  }

  private void quarantine(List<Refusal> refusedRows) {
    try {
      quarantine.append(refusedRows);
      counters.quarantined(refusedRows.size());
      refusedRows.forEach(refusal -> queue.quarantined(refusal.row()));
    } catch (IOException e) {
      queue.fail(
          "cannot write refused rows to the quarantine: "
              + e
              + "; free space or correct the permissions");
    }
  }
}
