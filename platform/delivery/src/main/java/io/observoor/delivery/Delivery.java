package io.observoor.delivery;

import java.time.Duration;

/** What the agent asks of delivery. An OSGi service; all methods may be called on any thread. */
public interface Delivery {

  /**
   * Stores every window that was offered before this call, then makes every running sink write all
   * stored batches and flush them. Blocks until that is done or the deadline has passed. A thread
   * that is interrupted gets false and stays interrupted.
   *
   * @param deadline how long it may take
   * @return whether every such window is stored and every running sink has acknowledged it; what
   *     was not acknowledged stays stored and is delivered after the next start
   */
  boolean flush(Duration deadline);

  /** How delivery stands now. Never waits for the disk or a sink. */
  DeliveryStatistics statistics();
}
