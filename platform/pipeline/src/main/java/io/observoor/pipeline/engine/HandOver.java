package io.observoor.pipeline.engine;

import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.WindowRows;
import io.observoor.pipeline.EventTypes;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands closed windows to the delivery, in order. What it refuses is kept for a while and offered
 * again; what does not fit there is counted as lost. For the aggregation thread alone.
 */
final class HandOver {

  /** Refused windows that are kept, on top of the delivery's own queue. */
  static final int MOST_WAITING = 16;

  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

  private final Predicate<WindowRows> intake;
  private final Losses losses;
  private final ArrayDeque<WindowRows> waiting = new ArrayDeque<>();
  private boolean losing;

  /**
   * A hand-over.
   *
   * @param intake takes a window over, or says false; must not block
   */
  HandOver(Predicate<WindowRows> intake, Losses losses) {
    this.intake = intake;
    this.losses = losses;
  }

  /** Offers a window behind those that wait. */
  void accept(WindowRows rows) {
    retry();
    if (waiting.isEmpty() && intake.test(rows)) {
      return;
    }
    if (waiting.size() == MOST_WAITING) {
      WindowRows oldest = waiting.removeFirst();
      losses.add(EventTypes.MAXIMUM, LossStage.SPOOL, oldest.rowCount());
      if (!losing) {
        losing = true;
        LOG.error(
            "rows of the window of {} ms since 1970 are lost, and more will be: the delivery has"
                + " taken none of the last {} windows (see the spool's own messages)",
            oldest.context().window().startMillis(),
            MOST_WAITING);
      }
    }
    waiting.addLast(rows);
  }

  /** Offers again what waits. */
  void retry() {
    while (!waiting.isEmpty() && intake.test(waiting.getFirst())) {
      waiting.removeFirst();
      losing = false;
    }
  }

  int waiting() {
    return waiting.size();
  }

  /** Gives up what still waits: the pipeline ends. */
  void abandon() {
    long rows = waiting.stream().mapToLong(WindowRows::rowCount).sum();
    if (rows > 0) {
      losses.add(EventTypes.MAXIMUM, LossStage.SPOOL, rows);
      LOG.error("{} rows of {} windows are lost: the delivery refused them", rows, waiting.size());
      waiting.clear();
    }
  }
}
