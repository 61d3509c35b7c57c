package io.observoor.delivery;

import java.time.Duration;

/**
 * Starts, stops and swaps sinks while events flow. An OSGi service; any thread; one call at a time,
 * the others wait. What is asked here holds until the agent ends; the next run begins with what its
 * configuration says.
 *
 * <p>A sink that comes as a service runs, unless its service property {@code enabled} is false:
 * then it stands by until {@link #start} or {@link #swap} names it.
 */
public interface SinkControl {

  /**
   * Lets a sink that stands by run, from its cursor on, or from the oldest stored batch if it has
   * none.
   *
   * @param deadline how long it may take to be ready
   * @throws SinkControlException when there is no such sink, or it could not be opened; it stands
   *     by as before
   */
  void start(String sink, Duration deadline) throws SinkControlException;

  /**
   * Flushes and closes a sink. Batches are kept for it until it is started again or removed.
   *
   * @return whether everything that was stored when the call came has been acknowledged
   * @throws SinkControlException when no such sink runs
   */
  boolean stop(String sink, Duration deadline) throws SinkControlException;

  /**
   * Lets one sink take another's place: the new one is opened first, and only when it is ready the
   * old one is flushed and closed, at the end of a batch; the new one goes on with the batch after
   * the last one that the old one has acknowledged. The old one's cursor is gone afterwards, and it
   * stands by. If the new one cannot be opened, the old one goes on as if nothing had been asked.
   *
   * @param from a sink that runs
   * @param to a sink that stands by
   * @param deadline how long opening the one and flushing the other may each take
   * @throws SinkControlException when it was not done, and why
   */
  Handover swap(String from, String to, Duration deadline) throws SinkControlException;

  /**
   * Forgets a sink that does not run: its cursor, and the batches that were kept for it alone.
   *
   * @return how many batches it had not received
   * @throws SinkControlException when it runs, or there is no such cursor
   */
  long remove(String sink) throws SinkControlException;

  /**
   * What a swap did.
   *
   * @param acknowledged the last batch that the old sink has made durable; the new one's first is
   *     the one after it
   * @param flushed whether the old sink had acknowledged all that it was given; if not, the new one
   *     gets those batches again, and part of them may be in both places
   */
  record Handover(long acknowledged, boolean flushed) {}
}
