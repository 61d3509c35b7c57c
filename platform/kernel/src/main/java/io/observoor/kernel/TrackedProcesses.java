package io.observoor.kernel;

import io.observoor.api.batch.ClientType;
import io.observoor.api.probe.TrackedProcess;
import java.util.Map;

/**
 * The processes whose events leave the kernel. Every BPF program looks up a process in this set
 * first. Any thread; changes take effect immediately and block no program.
 *
 * <p>If the kernel accepts the programs that follow processes, it maintains the set itself: a child
 * of a tracked process is tracked as the same client, a process that executes a program with a
 * tracked name is tracked from then on, and a process leaves the set when the kernel frees it.
 */
public interface TrackedProcesses {

  /**
   * Tracks a process with all its threads, or changes its client.
   *
   * @param pid the thread group id
   * @return false if the set is full or the kernel accepts no BPF programs; the log has the reason
   */
  boolean track(int pid, ClientType client);

  /** Stops tracking a process, if it is tracked. */
  void untrack(int pid);

  /**
   * Tracks every process from the moment on at which it gets one of these names, by an exec or by
   * renaming itself. Does nothing if the kernel does not follow processes.
   *
   * @param clients the client by name, as in {@code /proc/PID/comm} (15 bytes at most)
   */
  void trackNames(Map<String, ClientType> clients);

  /** Whether the kernel maintains the set itself, so that forks, names and exits need no /proc. */
  boolean followsProcesses();

  /**
   * Reads the kernel's changes of the set and calls the {@link
   * io.observoor.api.probe.ProcessListener}s. Called a few times a second; cheap without a change.
   */
  void refresh();

  /** The tracked processes that have not exited, by pid, as of the last {@link #refresh()}. */
  Map<Integer, TrackedProcess> tracked();
}
