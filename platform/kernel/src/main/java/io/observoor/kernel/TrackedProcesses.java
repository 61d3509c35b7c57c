package io.observoor.kernel;

import java.util.Map;

/**
 * The processes whose events leave the kernel. Every program of every probe looks a process up in
 * this set before anything else. Any thread; a change is seen by the programs at once and stalls
 * nothing.
 */
public interface TrackedProcesses {

  /**
   * Tracks a process with all its threads, or changes its client type.
   *
   * @param pid the thread group id
   * @param clientType an {@link io.observoor.api.batch.ClientType#id()}
   * @return false when the set is full or the kernel side is not available; the reason is in the
   *     log
   */
  boolean track(int pid, int clientType);

  /** Tracks a process no longer; one that is not tracked is no error. */
  void untrack(int pid);

  /** The tracked processes: pid to client type. A copy. */
  Map<Integer, Integer> tracked();
}
