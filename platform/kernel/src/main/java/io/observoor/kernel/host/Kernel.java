package io.observoor.kernel.host;

import io.observoor.api.probe.ProcessListener;
import io.observoor.common.CpuList;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.KernelStatistics;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.kernel.ring.ReaderLoop;
import io.observoor.libbpf.BpfException;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel side as a whole: shared maps, the reader, the tracked processes and the probes. Where
 * the kernel takes no BPF programs from us, it still knows the probes and says why none of them
 * runs. Any thread.
 */
public final class Kernel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
  private static final Path TYPE_INFORMATION = Path.of("/sys/kernel/btf/vmlinux");

  /** Enough to read full ring buffers several times over. */
  private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(5);

  private final Pipeline pipeline;
  private final Probes probes;
  private final ProcessListeners listeners = new ProcessListeners();
  private final TrackedProcesses processes;
  private final Optional<Running> running;
  private boolean closed;

  /** What is there only where the kernel takes BPF programs. */
  private record Running(
      SharedMaps maps, ReaderLoop reader, Optional<Tracking> tracking, long ringBytes) {}

  /**
   * Creates the maps and starts the reader.
   *
   * @param ringBufferBytes what the ring buffers of all CPUs get together; 0 for the default
   * @param rules what the configuration says of all probes
   */
  Kernel(Pipeline pipeline, long ringBufferBytes, ProbeRules rules) {
    this.pipeline = pipeline;
    KernelSide side = open(ringBufferBytes);
    switch (side) {
      case KernelSide.Available(SharedMaps maps, String architecture, MissedRuns missedRuns) -> {
        ReaderLoop reader =
            ReaderLoop.start(
                maps.rings(),
                maps.control(),
                maps.losses(),
                pipeline.writer(),
                pipeline.eventTypes(),
                pipeline::lost,
                missedRuns,
                ReaderLoop.DEFAULT_TIMEOUT);
        long bytes = maps.rings().stream().mapToLong(ring -> ring.maxEntries()).sum();
        Optional<Tracking> tracking = Tracking.start(maps, architecture, rules.disabledHooks());
        tracking.ifPresent(programs -> missedRuns.watch(programs.watched()));
        running = Optional.of(new Running(maps, reader, tracking, bytes));
        processes = new ProcessMap(maps.tracked(), tracking, listeners);
      }
      case KernelSide.Unavailable(String reason) -> {
        LOG.error("nothing can be observed: {}", reason);
        running = Optional.empty();
        processes = new NoProcesses();
      }
    }
    probes = new Probes(pipeline, rules, side);
  }

  private static KernelSide open(long ringBufferBytes) {
    Optional<String> missing =
        KernelRequirements.missing(System.getProperty("os.version"), TYPE_INFORMATION);
    if (missing.isPresent()) {
      return new KernelSide.Unavailable(missing.get());
    }
    try {
      int[] cpus = CpuList.online();
      SharedMaps maps = new SharedMaps(cpus, RingSize.ofEach(ringBufferBytes, cpus.length));
      return new KernelSide.Available(
          maps, KernelRequirements.architecture(System.getProperty("os.arch")), new MissedRuns());
    } catch (BpfException | IllegalStateException refused) {
      LOG.debug("the kernel takes no BPF maps", refused);
      return new KernelSide.Unavailable(refused.getMessage());
    }
  }

  /** The installed probes. */
  Probes probes() {
    return probes;
  }

  /** The tracked processes. */
  public TrackedProcesses processes() {
    return processes;
  }

  /** Tells a listener of the tracked processes from now on, of those that are there first. */
  void addListener(ProcessListener listener) {
    listeners.add(listener, processes.tracked());
  }

  /** Tells it no more. */
  void removeListener(ProcessListener listener) {
    listeners.remove(listener, processes.tracked());
  }

  /** The reader, where there is one. */
  public Optional<ReaderLoop> reader() {
    return running.map(Running::reader);
  }

  /** Figures as of now. */
  public KernelStatistics statistics() {
    List<EventStatus> events = probes.events();
    return new KernelStatistics(
        probes.count(),
        running.flatMap(Running::tracking).map(Tracking::programs).orElse(Map.of()),
        probes.programs(LoadedPrograms::attached),
        probes.programs(LoadedPrograms::failed),
        count(events, EventStatus.State.ATTACHED),
        count(events, EventStatus.State.UNAVAILABLE),
        processes.tracked().size(),
        running.map(Running::ringBytes).orElse(0L),
        running.map(kernel -> kernel.reader().waitingBytes()).orElse(0L),
        eventsRead());
  }

  private static int count(List<EventStatus> events, EventStatus.State state) {
    return (int) events.stream().filter(event -> event.state() == state).count();
  }

  private Map<String, Long> eventsRead() {
    Map<String, Long> read = new HashMap<>();
    running.ifPresent(
        kernel -> {
          for (int type = 0; type < EventTypes.MAXIMUM; type++) {
            long count = kernel.reader().counters().read(type);
            if (count > 0) {
              read.merge(pipeline.eventTypes().name(type), count, Long::sum);
            }
          }
        });
    return read;
  }

  /** Detaches every program and reads what the ring buffers still hold. */
  public void quiesce() {
    probes.quiesce();
    running.ifPresent(
        kernel -> {
          if (!kernel.reader().drainNow(DRAIN_DEADLINE)) {
            LOG.warn(
                "{} bytes of events were left unread in the ring buffers: the pipeline did not take them within {} s",
                kernel.reader().waitingBytes(),
                DRAIN_DEADLINE.toSeconds());
          }
        });
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    listeners.changed(processes.tracked(), Map.of());
    probes.close();
    running.ifPresent(
        kernel -> {
          kernel.tracking().ifPresent(Tracking::close);
          kernel.reader().close();
          kernel.maps().close();
        });
  }
}
