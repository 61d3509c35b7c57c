package io.observoor.pipeline.engine;

import io.observoor.api.batch.BatchIntake;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.WindowRows;
import io.observoor.pipeline.EventTypes;
import java.time.Instant;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes closed windows to delivery in order. Keeps refused windows for a while and offers them
 * again; drops the oldest beyond {@link #MAX_WAITING} and counts its rows as lost. For the
 * aggregation thread alone.
 */
final class WindowHandoff {

  /** The refused windows that are kept, in addition to delivery's own queue. */
  static final int MAX_WAITING = 16;

  private static final Logger LOG = LoggerFactory.getLogger("windows");

  private final BatchIntake intake;
  private final Losses losses;
  private final ArrayDeque<WindowRows> waiting = new ArrayDeque<>();
  private boolean dropping;

  WindowHandoff(BatchIntake intake, Losses losses) {
    this.intake = intake;
    this.losses = losses;
  }

  /** Offers a window after those that wait. */
  void accept(WindowRows rows) {
    retry();
    if (waiting.isEmpty() && intake.offer(rows)) {
      return;
    }
    if (waiting.size() == MAX_WAITING) {
      WindowRows oldest = waiting.removeFirst();
      losses.add(EventTypes.MAXIMUM, LossStage.SPOOL, oldest.rowCount());
      if (!dropping) {
        dropping = true;
        LOG.error(
            "dropped the rows of the window at {}: the spool refused the last {} windows; more are"
                + " dropped until it accepts one (see the spool's messages)",
            Instant.ofEpochMilli(oldest.context().window().startMillis()),
            MAX_WAITING);
      }
    }
    waiting.addLast(rows);
  }

  /** Offers the waiting windows again. */
  void retry() {
    while (!waiting.isEmpty() && intake.offer(waiting.getFirst())) {
      waiting.removeFirst();
      dropping = false;
    }
  }

  int waiting() {
    return waiting.size();
  }

  /** Drops the waiting windows as the pipeline stops. */
  void abandon() {
    long rows = waiting.stream().mapToLong(WindowRows::rowCount).sum();
    if (rows > 0) {
      losses.add(EventTypes.MAXIMUM, LossStage.SPOOL, rows);
      LOG.error("lost {} rows of {} windows that the spool refused", rows, waiting.size());
      waiting.clear();
    }
  }
}
