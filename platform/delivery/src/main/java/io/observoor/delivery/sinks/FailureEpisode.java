package io.observoor.delivery.sinks;

import io.observoor.api.sink.SinkException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failures of a sink in a row: says once that it fails, and once that it works again. Used by
 * the sink's thread.
 */
final class FailureEpisode {
  private static final Logger LOG = LoggerFactory.getLogger(FailureEpisode.class);

  private final String sink;
  private int failures;
  private long since;

  FailureEpisode(String sink) {
    this.sink = sink;
  }

  /** A call failed; returns how many in a row did. */
  int failed(Throwable failure, long pending) {
    failures++;
    if (failures == 1) {
      since = System.nanoTime();
      String message = message(failure);
      if (failure instanceof SinkException) {
        LOG.warn(
            "sink {} failed: {}; it is tried again, {} batches wait in the spool",
            sink,
            message,
            pending);
      } else {
        LOG.warn(
            "sink {} failed: {}; it is tried again, {} batches wait in the spool",
            sink,
            message,
            pending,
            failure);
      }
    } else {
      LOG.debug("sink {} failed again: {}", sink, message(failure));
    }
    return failures;
  }

  static String message(Throwable failure) {
    return failure instanceof SinkException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  /** The sink has done something lasting. */
  void worked(long pending) {
    if (failures > 0) {
      failures = 0;
      LOG.info(
          "sink {} works again after {} s, {} batches behind",
          sink,
          Duration.ofNanos(System.nanoTime() - since).toSeconds(),
          pending);
    }
  }
}
