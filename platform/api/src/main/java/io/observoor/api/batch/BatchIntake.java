package io.observoor.api.batch;

/** Takes the rows of closed windows for delivery. An OSGi service. */
public interface BatchIntake {

  /**
   * Queues the rows of a closed window; delivery's own thread numbers and stores them. Never
   * blocks: the queue has a bounded size, and fills when the disk fails for a while. Any thread;
   * usually the aggregation thread.
   *
   * @return false when the queue is full or delivery has stopped: the caller counts the rows as
   *     lost
   */
  boolean offer(WindowRows rows);
}
