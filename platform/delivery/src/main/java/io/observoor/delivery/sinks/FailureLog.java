package io.observoor.delivery.sinks;

import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts a sink's failures; logs the first of several in a row, and the recovery. Written by the
 * sink's thread, read by any.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger("sinks");

  private final String sink;
  private final AtomicLong total = new AtomicLong();
  private volatile String last = "";
  private int inARow;
  private long since;

  FailureLog(String sink) {
    this.sink = sink;
  }

  /** Number of failures. */
  long total() {
    return total.get();
  }

  /** The message of the last failure; empty when there was none. */
  String last() {
    return last;
  }

  /**
   * Adds a failure.
   *
   * @param pending batches that wait for the sink
   * @return number of failures in a row
   */
  int failed(Throwable failure, long pending) {
    inARow++;
    total.incrementAndGet();
    last = message(failure);
    if (inARow == 1) {
      since = System.nanoTime();
      LOG.warn(
          "sink {} failed: {}; the agent keeps trying, {} batches wait in the spool",
          sink,
          last,
          pending,
          failure instanceof SinkException ? null : failure);
    } else {
      LOG.debug("sink {} failed again: {}", sink, last);
    }
    return inARow;
  }

  static String message(Throwable failure) {
    return failure instanceof SinkException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  /** Ends the failures in a row, if there are any. */
  void recovered(long pending) {
    if (inARow > 0) {
      inARow = 0;
      LOG.info(
          "sink {} works again after {} s, {} batches behind",
          sink,
          Duration.ofNanos(System.nanoTime() - since).toSeconds(),
          pending);
    }
  }
}
