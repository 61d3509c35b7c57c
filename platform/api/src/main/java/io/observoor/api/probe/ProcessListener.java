package io.observoor.api.probe;

/**
 * Told of the processes that are tracked: register one as an OSGi service. A probe that must know
 * more of a process than its events say (which ports its command line names) is one beside being a
 * {@link Probe}.
 *
 * <p>The kernel follows processes by itself, so events of a process can come before its
 * description, and a process that lived for less than a moment is never described. Called by one
 * thread of the platform at a time, which is not the aggregation thread; an implementation that
 * events read from must publish safely.
 */
@FunctionalInterface
public interface ProcessListener {

  /**
   * A process is tracked from about now on, or was when this listener came, or has become another
   * client by an exec.
   */
  void processTracked(ProcessDescription process);

  /** A process is tracked no longer. */
  default void processEnded(int pid) {}
}
