package io.observoor.api.probe;

/**
 * Follows the tracked processes: register one as an OSGi service. A probe that needs more of a
 * process than its events carry, such as the ports that its command line names, implements this
 * beside {@link Probe}.
 *
 * <p>The kernel follows processes by itself, so events of a process can arrive before its
 * description, and a process that lives for a few milliseconds may never be described. One thread
 * of the platform at a time calls a listener; it is not the aggregation thread. What {@link
 * EventFunction}s read of a listener must be safely published.
 */
@FunctionalInterface
public interface ProcessListener {

  /**
   * Called when a process becomes tracked, when an exec turns it into another client, and for each
   * tracked process when the listener is registered.
   */
  void processTracked(TrackedProcess process);

  /**
   * Called when a process is tracked no longer, and for each tracked process when the kernel side
   * stops or the listener is unregistered.
   */
  default void processEnded(int pid) {}
}
