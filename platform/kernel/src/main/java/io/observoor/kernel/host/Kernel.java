package io.observoor.kernel.host;

import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.KernelStatistics;
import io.observoor.kernel.ProbeHost;
import io.observoor.libbpf.BpfException;
import io.observoor.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel side with the installed probes: installs every probe that is registered as a service.
 * If the kernel accepts no BPF programs, all events are unavailable, with the reason. Any thread.
 */
@Component(
    service = {ProbeHost.class, Kernel.class},
    configurationPid = "io.observoor.kernel",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Kernel implements ProbeHost, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("kernel");
  private static final Logger PROBES_LOG = LoggerFactory.getLogger("probes");
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");

  /** Enough to read full ring buffers several times. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

  private final Pipeline pipeline;
  private final ProbeRules rules;
  private final Optional<KernelSide> side;

  /** Why there is no kernel side; empty if there is one. */
  private final String unavailable;

  /** The names of the installed probes by their service. */
  private final Map<Probe, String> names = new ConcurrentHashMap<>();

  // guarded by this
  private final Map<String, InstalledProbe> probes = new LinkedHashMap<>();
  private boolean quiesced;
  private boolean closed;

  /** Creates the kernel side. */
  @Activate
  public Kernel(KernelConfiguration configuration, @Reference Pipeline pipeline) {
    this(pipeline, configuration.ringBufferBytes(), ProbeRules.of(configuration));
  }

  /**
   * Creates the kernel side.
   *
   * @param ringBufferBytes the size of all ring buffers together; 0 for the default
   */
  Kernel(Pipeline pipeline, long ringBufferBytes, ProbeRules rules) {
    this.pipeline = pipeline;
    this.rules = rules;
    Optional<KernelSide> opened = Optional.empty();
    String reason = KernelRequirements.missing(System.getProperty("os.version"), BTF).orElse("");
    if (reason.isEmpty()) {
      try {
        opened = Optional.of(KernelSide.open(pipeline, ringBufferBytes, rules.disabledHooks()));
      } catch (BpfException | IllegalStateException refused) {
        reason = refused.getMessage();
        LOG.debug("cannot create the kernel side", refused);
      }
    }
    side = opened;
    unavailable = reason;
    if (side.isEmpty()) {
      LOG.error("nothing can be observed: {}", reason);
    }
  }

  /** Maps, reader and tracking programs; empty if the kernel accepts no BPF programs. */
  Optional<KernelSide> side() {
    return side;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeProbe")
  void addProbe(Probe probe) {
    try {
      ProbeDeclaration declaration = probe.declaration();
      if (install(declaration)) {
        names.put(probe, declaration.name());
      }
    } catch (RuntimeException refused) {
      PROBES_LOG.error("{} refused: {}", probe.getClass().getName(), refused.getMessage());
      PROBES_LOG.debug("refused", refused);
    }
  }

  void removeProbe(Probe probe) {
    String name = names.remove(probe);
    if (name != null) {
      remove(name);
    }
  }

  /** Installs a probe; false if it is refused, with the reason in the log. */
  synchronized boolean install(ProbeDeclaration declaration) {
    if (quiesced) {
      return false;
    }
    if (probes.containsKey(declaration.name())) {
      PROBES_LOG.error(
          "{} refused: a probe of this name is installed already; stop its bundle first",
          declaration.name());
      return false;
    }
    InstalledProbe probe = new InstalledProbe(declaration, pipeline, rules);
    probes.put(declaration.name(), probe);
    side.ifPresentOrElse(probe::load, () -> probe.fail(unavailable));
    return true;
  }

  /** Removes an installed probe. */
  synchronized void remove(String name) {
    InstalledProbe probe = probes.remove(name);
    if (probe != null) {
      probe.close();
      PROBES_LOG.info("{} detached", name);
    }
  }

  @Override
  public synchronized List<EventStatus> events() {
    return probes.values().stream().flatMap(probe -> probe.events().stream()).toList();
  }

  @Override
  public synchronized KernelStatistics statistics() {
    List<EventStatus> events = events();
    return new KernelStatistics(
        probes.size(),
        side.flatMap(KernelSide::tracking).map(TrackingPrograms::programs).orElse(Map.of()),
        programs(ProbePrograms::attached),
        programs(ProbePrograms::failed),
        count(events, State.ATTACHED),
        count(events, State.UNAVAILABLE),
        side.map(KernelSide::ringBytes).orElse(0L),
        side.map(kernel -> kernel.reader().unreadBytes()).orElse(0L),
        side.map(kernel -> kernel.eventsRead(pipeline.eventTypes())).orElse(Map.of()));
  }

  /** Sums up numbers of programs by kind of hook over all probes. */
  private Map<HookKind, Integer> programs(Function<ProbePrograms, Map<HookKind, Integer>> counts) {
    Map<HookKind, Integer> sum = new EnumMap<>(HookKind.class);
    probes.values().stream()
        .flatMap(probe -> probe.programs().stream())
        .forEach(
            programs ->
                counts
                    .apply(programs)
                    .forEach((kind, count) -> sum.merge(kind, count, Integer::sum)));
    return sum;
  }

  private static int count(List<EventStatus> events, State state) {
    return (int) events.stream().filter(event -> event.state() == state).count();
  }

  @Override
  public void quiesce() {
    synchronized (this) {
      quiesced = true;
      probes.values().forEach(InstalledProbe::detach);
    }
    side.map(KernelSide::reader)
        .filter(reader -> !reader.drain(DRAIN_TIMEOUT))
        .ifPresent(
            reader ->
                LOG.warn(
                    "{} bytes of events stay unread in the ring buffers: the pipeline did not accept them within {} s",
                    reader.unreadBytes(),
                    DRAIN_TIMEOUT.toSeconds()));
  }

  /** Detaches all programs and frees all resources in the kernel. Idempotent. */
  @Deactivate
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      probes.values().forEach(InstalledProbe::close);
      probes.clear();
      side.ifPresent(KernelSide::close);
    }
  }
}
