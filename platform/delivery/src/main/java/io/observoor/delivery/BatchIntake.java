package io.observoor.delivery;

import io.observoor.api.batch.WindowRows;

/** Where closed windows enter delivery. An OSGi service. */
public interface BatchIntake {

  /**
   * Takes over the rows of a closed window, to be numbered and stored by delivery's own thread.
   * Never blocks: rows wait in a queue of bounded size, which fills when the disk fails for a
   * while. Any thread; usually the aggregation thread.
   *
   * @return false when the queue is full or delivery has stopped: the rows were not taken, and the
   *     caller counts them as lost
   */
  boolean offer(WindowRows rows);
}
