package io.observoor.kernel.host;

import io.observoor.common.CpuList;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.ring.ReaderLoop;
import io.observoor.libbpf.BpfMap;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Pipeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the platform itself has in the kernel, and the reader. Any thread.
 *
 * @param maps the maps that all probes share
 * @param skippedRuns reports the skipped runs of programs while they are attached
 * @param reader reads the ring buffers
 * @param tracking the programs that follow processes, if the kernel accepts them
 */
record KernelSide(
    SharedMaps maps,
    SkippedRuns skippedRuns,
    ReaderLoop reader,
    Optional<TrackingPrograms> tracking)
    implements AutoCloseable {

  /**
   * Creates the maps, starts the reader, and attaches the programs that follow processes.
   *
   * @param ringBufferBytes the size of all ring buffers together; 0 for the default
   * @param disabledHooks kinds of hooks that are not used
   * @throws io.observoor.libbpf.BpfException if the kernel refuses
   */
  static KernelSide open(Pipeline pipeline, long ringBufferBytes, Set<HookKind> disabledHooks) {
    int[] cpus = CpuList.online();
    SharedMaps maps = new SharedMaps(cpus, SharedMaps.ringBytes(ringBufferBytes, cpus.length));
    SkippedRuns skippedRuns = new SkippedRuns();
    ReaderLoop reader = null;
    try {
      reader =
          ReaderLoop.start(
              maps.rings(),
              maps.control(),
              maps.losses(),
              pipeline.writer(),
              pipeline.eventTypes(),
              pipeline::lost,
              skippedRuns::report,
              ReaderLoop.DEFAULT_TIMEOUT);
      Optional<TrackingPrograms> tracking = TrackingPrograms.attach(maps, disabledHooks);
      tracking.ifPresent(programs -> skippedRuns.watch(programs.watched()));
      return new KernelSide(maps, skippedRuns, reader, tracking);
    } catch (RuntimeException refused) {
      if (reader != null) {
        reader.close(); // before the maps, which its thread reads
      }
      maps.close();
      throw refused;
    }
  }

  /** The size of all ring buffers together. */
  long ringBytes() {
    return maps.rings().stream().mapToLong(BpfMap::maxEntries).sum();
  }

  /** The number of records read, by event name. */
  Map<String, Long> eventsRead(EventTypes types) {
    Map<String, Long> read = new HashMap<>();
    for (int type = 0; type < EventTypes.MAXIMUM; type++) {
      long count = reader.counters().read(type);
      if (count > 0) {
        read.merge(types.name(type), count, Long::sum);
      }
    }
    return read;
  }

  @Override
  public void close() {
    tracking.ifPresent(TrackingPrograms::close);
    reader.close();
    maps.close();
  }
}
