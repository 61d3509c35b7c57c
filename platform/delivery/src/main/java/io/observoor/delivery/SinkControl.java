package io.observoor.delivery;

import java.time.Duration;

/**
 * Starts, stops, swaps and removes sinks while events flow. An OSGi service; any thread may call,
 * and calls run one after the other. {@link Delivery#statistics()} lists the sinks.
 *
 * <p>A sink that is registered as a service becomes active, unless its service property {@code
 * enabled} is false: then it is idle until {@link #start} or {@link #swap} names it. A request made
 * here overrides that property until the agent ends, also when the service is unregistered and
 * registered again, as at an update of its bundle or a change of its configuration. The next run of
 * the agent begins with its configuration.
 *
 * <p>A caller that is interrupted while it waits gets a {@link SinkControlException} and stays
 * interrupted; the operation continues.
 */
public interface SinkControl {

  /**
   * Activates an idle or stopped sink, which begins after its cursor, or with the oldest stored
   * batch if it has none.
   *
   * @param deadline the longest time that opening it may take
   * @throws SinkControlException when there is no such sink, it is active already, or it cannot be
   *     opened; it stays as it was
   */
  void start(String sink, Duration deadline) throws SinkControlException;

  /**
   * Makes a sink write what is stored, flushes it and closes it. Batches are kept for it until it
   * is started again or removed. A sink whose service is not registered now stays stopped when it
   * is.
   *
   * @param deadline the longest time to wait; batches that the sink has not acknowledged by then
   *     are delivered again when it is started
   * @return whether everything that was stored at the time of the call has been acknowledged
   * @throws SinkControlException when there is no such sink, or it is not active
   */
  boolean stop(String sink, Duration deadline) throws SinkControlException;

  /**
   * Hands the cursor of one sink over to another. The new sink is opened first; when it is ready,
   * the old one is flushed and closed at the end of a batch; then the new one continues, in the
   * session that was opened, with the batch after the last one that the old one has acknowledged.
   * The old sink is idle afterwards, without a cursor. If the new sink cannot be opened, the old
   * one is not disturbed. If the old one cannot be flushed, for example because its server is down,
   * the swap is carried out nevertheless.
   *
   * <p>A new sink that has a cursor of its own, because it was stopped and not removed, continues
   * there, so that it misses no batch that was kept for it and gets none twice.
   *
   * @param from an active sink, or one that has a cursor
   * @param to an idle or stopped sink
   * @param deadline the longest time for opening the new sink, and again for flushing the old one
   * @throws SinkControlException when there was no swap; the message says why
   */
  Handover swap(String from, String to, Duration deadline) throws SinkControlException;

  /**
   * Removes the cursor of a sink that is not active, and the batches that were kept for it alone.
   * If its service is registered, it is idle afterwards.
   *
   * @return number of batches that it had not acknowledged
   * @throws SinkControlException when it is active, there is no such cursor, or the spool cannot be
   *     written now
   */
  long remove(String sink) throws SinkControlException;

  /**
   * The result of a swap.
   *
   * @param acknowledged the batch after which the new sink begins
   * @param flushed whether the old sink had acknowledged all that it was sent; if not, the new one
   *     gets those batches again, and part of them may be in both
   */
  record Handover(long acknowledged, boolean flushed) {}
}
