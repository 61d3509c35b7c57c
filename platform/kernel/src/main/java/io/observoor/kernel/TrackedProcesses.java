package io.observoor.kernel;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import java.util.Map;

/**
 * The processes whose events leave the kernel. Every program of every probe looks a process up in
 * this set before anything else. Any thread; a change is seen by the programs at once and stalls
 * nothing.
 *
 * <p>The kernel keeps the set by itself where it can: what a tracked process forks is tracked as
 * the same client, what executes a program of a tracked name is tracked from there on, and a
 * process leaves the set when its parent has asked for its status.
 */
public interface TrackedProcesses {

  /**
   * Tracks a process with all its threads, or changes its client type.
   *
   * @param pid the thread group id
   * @return false when the set is full or the kernel side is not available; the reason is in the
   *     log
   */
  boolean track(int pid, ClientType client);

  /** Tracks a process no longer; one that is not tracked is no error. */
  void untrack(int pid);

  /**
   * Tracks every process from the moment on at which it is called so: by executing a program of the
   * name, or by naming itself. Does nothing where the kernel does not follow processes.
   *
   * @param clients client by name as {@code /proc/PID/comm} shows it (15 bytes at most)
   */
  void trackNames(Map<String, ClientType> clients);

  /**
   * Whether the kernel keeps the set by itself: forks, names and exits need no look at /proc then.
   */
  boolean followsProcesses();

  /**
   * Takes note of what the kernel changed in the set, and tells the {@link
   * io.observoor.api.probe.ProcessListener}s. Cheap when nothing changed; to be called a few times
   * a second.
   */
  void refresh();

  /** The tracked processes that have not ended, by pid, as of the last {@link #refresh()}. */
  Map<Integer, TrackedProcess> tracked();
}
