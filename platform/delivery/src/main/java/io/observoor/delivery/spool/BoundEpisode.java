package io.observoor.delivery.spool;

import java.util.Collection;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the spool is at its bound, and once that it is below it again. */
final class BoundEpisode {
  private static final Logger LOG = LoggerFactory.getLogger(BoundEpisode.class);

  private final long maximumBytes;
  private final TreeSet<String> losers = new TreeSet<>();
  private long batches;

  BoundEpisode(long maximumBytes) {
    this.maximumBytes = maximumBytes;
  }

  /**
   * The file was written.
   *
   * @param first the oldest batch before that
   * @param count how many of the oldest are gone
   * @param sinks those that had not taken them
   * @param liveBytes what the spool holds now
   */
  void written(long first, int count, Collection<String> sinks, long liveBytes) {
    givenUp(first, count, sinks);
    holds(liveBytes);
  }

  /** Batches were given up for these sinks. */
  private void givenUp(long first, int count, Collection<String> sinks) {
    if (!sinks.isEmpty() && losers.isEmpty()) {
      LOG.warn(
          "spool is at its bound of {} bytes: giving up the oldest batches, from number {} on,"
              + " which {} did not take; repair, start or remove these sinks, or raise the bound",
          maximumBytes,
          first,
          String.join(", ", sinks));
    }
    if (!sinks.isEmpty()) {
      losers.addAll(sinks);
      batches += count;
    }
  }

  /** The spool holds this many bytes now. */
  private void holds(long liveBytes) {
    if (!losers.isEmpty() && liveBytes < maximumBytes / 10 * 9) {
      LOG.warn(
          "spool is below its bound again: {} batches were given up for {}",
          batches,
          String.join(", ", losers));
      losers.clear();
      batches = 0;
    }
  }
}
