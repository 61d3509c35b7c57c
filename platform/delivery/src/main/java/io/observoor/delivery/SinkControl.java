package io.observoor.delivery;

import java.time.Duration;

/**
 * Starts, stops and swaps sinks while events flow. An OSGi service; any thread; one call at a time,
 * the others wait. {@link Delivery#statistics()} lists the sinks that there are.
 *
 * <p>A sink that comes as a service runs, unless its service property {@code enabled} is false:
 * then it stands by until {@link #start} or {@link #swap} names it. What is asked here is stronger
 * than that property and holds until the agent ends, also when the service goes and comes again, as
 * it does when a bundle is updated or a sink's configuration changes: a sink that ran comes back
 * running, one that was stopped comes back standing by. The next run of the agent begins with what
 * its configuration says.
 *
 * <p>A caller that is interrupted while it waits gets a {@link SinkControlException} and stays
 * interrupted; what it asked for goes on.
 */
public interface SinkControl {

  /**
   * Lets a sink that stands by run, from its cursor on, or from the oldest stored batch if it has
   * none.
   *
   * @param deadline how long it may take to open
   * @throws SinkControlException when there is no such sink, it runs already, or it could not be
   *     opened; it stands by as before
   */
  void start(String sink, Duration deadline) throws SinkControlException;

  /**
   * Lets a sink take what is stored, flushes it and closes it. Batches are kept for it until it is
   * started again or removed. A sink whose service is not there just now stays stopped when it
   * comes again.
   *
   * @param deadline how long it may take; what the sink has not made durable by then comes again
   *     when it is started
   * @return whether everything that was stored when the call came has been acknowledged
   * @throws SinkControlException when there is no such sink, or it is stopped already
   */
  boolean stop(String sink, Duration deadline) throws SinkControlException;

  /**
   * Lets one sink take another's place: the new one is opened first, and only when it is ready the
   * old one is flushed and closed, at the end of a batch; the new one goes on with the batch after
   * the last one that the old one has acknowledged, without being opened again. The old one's
   * cursor is gone afterwards, and it stands by. If the new one cannot be opened, the old one goes
   * on as if nothing had been asked. If the old one cannot be flushed, because its server is dead
   * for example, it is done all the same.
   *
   * <p>A new sink that has a cursor of its own, because it was stopped and not removed, goes on
   * from there: what it was promised comes to it, and nothing that it has comes again.
   *
   * @param from a sink that runs, or one that does not and has a cursor
   * @param to a sink that stands by or is stopped
   * @param deadline how long opening the one and flushing the other may each take
   * @throws SinkControlException when it was not done, and why
   */
  Handover swap(String from, String to, Duration deadline) throws SinkControlException;

  /**
   * Forgets a sink that does not run: its cursor, and the batches that were kept for it alone. Its
   * service, if it is there, stands by.
   *
   * @return how many batches it had not received
   * @throws SinkControlException when it runs, there is no such cursor, or the spool cannot be
   *     written now
   */
  long remove(String sink) throws SinkControlException;

  /**
   * What a swap did.
   *
   * @param acknowledged the last batch that the new sink need not take; its first is the one after
   *     it
   * @param flushed whether the old sink had acknowledged all that it was given; if not, the new one
   *     gets those batches again, and part of them may be in both places
   */
  record Handover(long acknowledged, boolean flushed) {}
}
