package io.observoor.sinks.http;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import io.observoor.api.sink.SinkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The rows in memory, between the sink's thread, which adds batches, and the workers, which take
 * requests. Lives from the sink's opening to its first failure or its closing. Thread-safe.
 */
final class RequestQueue {
  private final Settings settings;
  private final AckTracker acks;
  private final RequestCounters counters;

  // Guarded by this.
  private final Deque<RequestRows> queue = new ArrayDeque<>();

  /** Requests of which the server refused every row, until it accepts another row. */
  private final List<RequestRows> deferred = new ArrayList<>();

  private int deferredRows;
  private long deferredSince;
  private RequestOutcome.Refused lastRefusal;

  /** The request that takes the next row; null if none is begun. */
  private RequestRows filling;

  private long fillingSince;
  private int waitingRows;
  private int inFlight;
  private String failure;
  private boolean closed;

  RequestQueue(Settings settings, AckTracker acks, RequestCounters counters) {
    this.settings = settings;
    this.acks = acks;
    this.counters = counters;
  }

  /**
   * Adds the unsettled rows of a batch; blocks while the queue is full.
   *
   * @throws SinkException if a request failed
   */
  synchronized void add(Batch batch) throws SinkException, InterruptedException {
    BitSet settled = acks.begin(batch.sequence(), Math.toIntExact(batch.rows().rowCount()));
    int rowOfBatch = 0;
    for (Table table : batch.rows().tables()) {
      for (int row = 0; row < table.rows(); row++, rowOfBatch++) {
        if (settled.get(rowOfBatch)) {
          // A request has no gaps.
          seal();
        } else {
          append(batch.sequence(), rowOfBatch, table, row);
        }
      }
    }
  }

  private synchronized void append(long sequence, int rowOfBatch, Table table, int row)
      throws SinkException, InterruptedException {
    while (waitingRows >= settings.queueRows()) {
      throwFailure();
      wait();
    }
    if (filling == null) {
      filling = new RequestRows(acks.installation(), settings.requestRows());
      fillingSince = System.nanoTime();
      notifyAll();
    }
    filling.add(sequence, rowOfBatch, table, row);
    addWaiting(1);
    if (filling.rows() == settings.requestRows()) {
      seal();
    }
  }

  private synchronized void seal() {
    if (filling != null) {
      queue.addLast(filling);
      filling = null;
      notifyAll();
    }
  }

  private void addWaiting(int rows) {
    waitingRows += rows;
    counters.waiting(closed ? 0 : waitingRows + deferredRows);
  }

  /**
   * The last batch up to which all rows are settled.
   *
   * @throws SinkException if a request failed
   */
  synchronized long acknowledged() throws SinkException, InterruptedException {
    if (!deferred.isEmpty() && System.nanoTime() - deferredSince > settings.timeout().toNanos()) {
      failDeferred();
    }
    throwFailure();
    return acks.acknowledged();
  }

  /**
   * Blocks until all rows are settled; returns the last batch.
   *
   * @throws SinkException if a request failed
   */
  synchronized long drain() throws SinkException, InterruptedException {
    seal();
    while (!queue.isEmpty() || inFlight > 0) {
      throwFailure();
      wait();
    }
    if (!deferred.isEmpty()) {
      failDeferred();
    }
    throwFailure();
    return acks.acknowledged();
  }

  /** Throws the failure, if any, after all requests in flight have settled their rows. */
  private synchronized void throwFailure() throws SinkException, InterruptedException {
    if (failure != null) {
      while (inFlight > 0) {
        wait();
      }
      throw new SinkException(
          "cannot post to "
              + settings.endpoint()
              + ": "
              + failure
              + " (the rows stay in the spool and are sent again)");
    }
  }

  private void failDeferred() {
    fail(
        "HTTP "
            + lastRefusal.status()
            + " '"
            + lastRefusal.text()
            + "' to every row: check the address, the headers and the compression");
  }

  /** Takes the next request; blocks until one is full or old enough. Null once the queue stops. */
  synchronized RequestRows take() throws InterruptedException {
    while (!isStopped()) {
      if (!queue.isEmpty()) {
        inFlight++;
        return queue.pollFirst();
      }
      if (filling == null) {
        wait();
      } else {
        long left = settings.requestAge().toNanos() - (System.nanoTime() - fillingSince);
        if (left <= 0) {
          seal();
        } else {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        }
      }
    }
    return null;
  }

  /** Ends a worker's attempt to post a request. */
  synchronized void done(RequestRows rows) {
    inFlight--;
    addWaiting(-rows.rows());
    notifyAll();
  }

  /**
   * Settles rows that the server accepted. It does not refuse every row: the deferred requests are
   * queued again, and their refused rows go into quarantine.
   */
  synchronized void accepted(RequestRows.Range rows) {
    rows.forEachBatch(acks::settle);
    for (RequestRows request : deferred) {
      request.setRetried();
      queue.addFirst(request);
    }
    deferred.clear();
    int queuedAgain = deferredRows;
    deferredRows = 0;
    addWaiting(queuedAgain);
    notifyAll();
  }

  /** Settles rows that are in quarantine. */
  synchronized void quarantined(RequestRows.Range rows) {
    rows.forEachBatch(acks::settle);
  }

  /**
   * Defers a request of which the server refused every row. Whether the rows or the configuration
   * are wrong is known once the server accepts another row.
   */
  synchronized void defer(RequestRows request, RequestOutcome.Refused refusal) {
    if (deferred.isEmpty()) {
      deferredSince = System.nanoTime();
    }
    lastRefusal = refusal;
    deferred.add(request);
    deferredRows += request.rows();
    if (deferredRows > settings.queueRows()) {
      failDeferred();
    }
  }

  /** Stops the queue: the workers end, and the sink's next call throws {@code reason}. */
  synchronized void fail(String reason) {
    if (failure == null) {
      failure = reason;
      notifyAll();
    }
  }

  synchronized boolean isStopped() {
    return failure != null || closed;
  }

  /** Stops the queue: the workers end. */
  synchronized void close() {
    closed = true;
    counters.waiting(0);
    notifyAll();
  }
}
