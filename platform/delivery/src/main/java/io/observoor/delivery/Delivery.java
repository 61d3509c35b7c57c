package io.observoor.delivery;

import java.time.Duration;

/** Durable delivery of windows to sinks, for the agent. An OSGi service; thread-safe. */
public interface Delivery {

  /**
   * Stores every window that was offered before this call, then makes every active sink write and
   * flush all stored batches. Blocks until that is done or the deadline has passed. A thread that
   * is interrupted gets false and stays interrupted.
   *
   * @param deadline the longest time to wait
   * @return whether all these windows are stored and acknowledged by every active sink; others stay
   *     in memory or in the spool, and are delivered later
   */
  boolean flush(Duration deadline);

  /** Returns the state at this moment. Waits neither for the disk nor for a sink. */
  DeliveryStatistics statistics();
}
