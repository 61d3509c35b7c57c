package io.observoor.api.probe;

import java.util.List;

/**
 * A process that has come to be tracked.
 *
 * @param pid the process (thread group id)
 * @param clientType its {@link io.observoor.api.batch.ClientType#id()}
 * @param commandLine its arguments, the program's name first; empty where it ended before they were
 *     read
 */
public record ProcessDescription(int pid, int clientType, List<String> commandLine) {

  /** Copies the list. */
  public ProcessDescription {
    commandLine = List.copyOf(commandLine);
  }
}
