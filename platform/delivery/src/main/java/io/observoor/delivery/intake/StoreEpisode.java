package io.observoor.delivery.intake;

import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures to store in a row: says once that it fails, and once that it works again. Used by the
 * spool thread.
 */
final class StoreEpisode {
  private static final Logger LOG = LoggerFactory.getLogger(StoreEpisode.class);

  private volatile String failure = "";
  private int failures;
  private long since;

  /** Why nothing can be stored now; empty when all is well. Any thread. */
  String failure() {
    return failure;
  }

  /** An attempt failed; returns how many in a row did. */
  int failed(SpoolException e, int waitingWindows) {
    failures++;
    failure = e.getMessage();
    if (failures == 1) {
      since = System.nanoTime();
      LOG.error("{}; {} windows wait in memory until then", e.getMessage(), waitingWindows);
    } else {
      LOG.debug("still: {}", e.getMessage());
    }
    return failures;
  }

  /** An attempt succeeded. */
  void worked(int waitingWindows) {
    if (failures > 0) {
      LOG.info(
          "the spool works again after {} s; {} windows waited for it",
          Duration.ofNanos(System.nanoTime() - since).toSeconds(),
          waitingWindows);
      failures = 0;
      failure = "";
    }
  }
}
