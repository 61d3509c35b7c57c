package io.observoor.kernel;

import java.util.Map;

/**
 * Figures of the kernel side at one moment.
 *
 * @param probes how many probes are installed
 * @param trackingPrograms the attached BPF programs of the platform itself, which follow processes,
 *     by kind
 * @param programsAttached the attached BPF programs of probes, by kind
 * @param programsFailed the programs of attachments of which no alternative works here, by kind; an
 *     event that such programs only add to is seen all the same
 * @param eventsAttached how many events are seen
 * @param eventsUnavailable how many events are off although the configuration wants them
 * @param trackedProcesses how many processes are tracked
 * @param ringBytes what all ring buffers hold together
 * @param ringBytesUsed what waits in them unread
 * @param eventsRead how many records the reader took, by event name
 */
public record KernelStatistics(
    int probes,
    Map<HookKind, Integer> trackingPrograms,
    Map<HookKind, Integer> programsAttached,
    Map<HookKind, Integer> programsFailed,
    int eventsAttached,
    int eventsUnavailable,
    int trackedProcesses,
    long ringBytes,
    long ringBytesUsed,
    Map<String, Long> eventsRead) {

  /** Copies the maps. */
  public KernelStatistics {
    trackingPrograms = Map.copyOf(trackingPrograms);
    programsAttached = Map.copyOf(programsAttached);
    programsFailed = Map.copyOf(programsFailed);
    eventsRead = Map.copyOf(eventsRead);
  }
}
