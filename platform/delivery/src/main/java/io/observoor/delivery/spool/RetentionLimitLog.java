package io.observoor.delivery.spool;

import java.util.Collection;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once that the spool gives up batches at its retention limit, and once that it stopped. */
final class RetentionLimitLog {
  private static final Logger LOG = LoggerFactory.getLogger("spool");

  private final long maximumBytes;
  private final TreeSet<String> losers = new TreeSet<>();
  private long batches;

  RetentionLimitLog(long maximumBytes) {
    this.maximumBytes = maximumBytes;
  }

  /**
   * Called after each commit that may have removed batches.
   *
   * @param first the oldest batch before the commit
   * @param count number of batches removed
   * @param sinks those for which batches were given up
   * @param liveBytes bytes of batches after the commit
   */
  void committed(long first, int count, Collection<String> sinks, long liveBytes) {
    if (!sinks.isEmpty()) {
      if (losers.isEmpty()) {
        LOG.warn(
            "the spool has reached its retention limit of {} bytes: it gives up the oldest batches,"
                + " from batch {} on, which {} did not acknowledge; repair, start or remove"
                + " (observoor:sink-remove) these sinks, or raise spool.max_bytes",
            maximumBytes,
            first,
            String.join(", ", sinks));
      }
      losers.addAll(sinks);
      batches += count;
    }
    if (!losers.isEmpty() && liveBytes < maximumBytes / 10 * 9) {
      LOG.warn(
          "the spool is below its retention limit again: it gave up {} batches for {}",
          batches,
          String.join(", ", losers));
      losers.clear();
      batches = 0;
    }
  }
}
