package io.observoor.api.probe;

import io.observoor.api.batch.ClientType;
import java.util.List;

/**
 * A process whose events leave the kernel.
 *
 * @param pid the process (thread group id)
 * @param client the client that it is
 * @param commandLine its arguments, the program's name first, of the first 256 KiB; empty if the
 *     process ended before they were read
 * @param startNanos its start in ns since boot, a multiple of 10 ms (field 22 of {@code
 *     /proc/PID/stat}); 0 if the process ended before it was read. Pid and start identify a process
 */
public record TrackedProcess(
    int pid, ClientType client, List<String> commandLine, long startNanos) {

  /** Copies the list. */
  public TrackedProcess {
    commandLine = List.copyOf(commandLine);
  }
}
