package io.observoor.kernel;

import java.util.Map;

/**
 * Statistics of the kernel side.
 *
 * @param probes the number of installed probes
 * @param trackingPrograms the number of attached programs of the platform, which follow processes,
 *     by kind of hook
 * @param programsAttached the number of attached programs of probes, by kind of hook
 * @param programsFailed the number of programs of attachments without a working alternative, by
 *     kind of hook; includes optional programs of events that are attached
 * @param eventsAttached the number of attached events
 * @param eventsUnavailable the number of events that the configuration enables and no hook serves
 * @param ringBytes the size of all ring buffers
 * @param ringBytesUsed the unread bytes of all ring buffers
 * @param eventsRead the number of records read, by event name
 */
public record KernelStatistics(
    int probes,
    Map<HookKind, Integer> trackingPrograms,
    Map<HookKind, Integer> programsAttached,
    Map<HookKind, Integer> programsFailed,
    int eventsAttached,
    int eventsUnavailable,
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
