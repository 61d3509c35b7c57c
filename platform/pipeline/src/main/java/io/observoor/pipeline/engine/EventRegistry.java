package io.observoor.pipeline.engine;

import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.DerivedMetric;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Registration;
import io.observoor.pipeline.metric.CompiledEvent;
import io.observoor.pipeline.metric.DerivedStore;
import io.observoor.pipeline.metric.MetricStore;
import io.observoor.pipeline.window.Clocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Assigns event types and compiles declarations. Each change publishes new {@link CompiledProbes},
 * which the aggregation thread uses from its next slab on.
 */
final class EventRegistry implements EventTypes {
  private final Clocks clocks;
  private final Set<String> disabledDimensions;

  /** All probes in the order of their types. Never removed: late events may have their types. */
  private final List<RegisteredProbe> registered = new ArrayList<>();

  /** Metrics by index; null for a free index. */
  private final List<MetricStore> stores = new ArrayList<>();

  private volatile CompiledProbes probes =
      new CompiledProbes(new CompiledEvent[MAXIMUM], List.of(), false);
  private volatile String[] names = new String[MAXIMUM];

  EventRegistry(Clocks clocks, Set<String> disabledDimensions) {
    this.clocks = clocks;
    this.disabledDimensions = disabledDimensions;
  }

  /** The registered probes. Any thread. */
  CompiledProbes probes() {
    return probes;
  }

  @Override
  public int fieldCount(int type) {
    if (type < 0 || type >= MAXIMUM) {
      return -1;
    }
    CompiledEvent event = probes.byType[type];
    return event == null ? -1 : event.fieldCount();
  }

  @Override
  public String name(int type) {
    String name = type < 0 || type >= MAXIMUM ? null : names[type];
    return name == null ? UNKNOWN : name;
  }

  /** See {@link io.observoor.pipeline.Pipeline#register}. */
  synchronized Registration register(
      ProbeDeclaration declaration, Set<String> activeEvents, Map<String, Sampling> sampling) {
    activeEvents.forEach(declaration::eventIndex);
    checkNamesAreUnused(declaration);
    RegisteredProbe probe = probeOf(declaration);
    Map<MetricDeclaration, MetricStore> metrics = new LinkedHashMap<>();
    for (MetricDeclaration metric : declaration.metrics()) {
      metrics.put(metric, store(probe, metric));
    }
    probe.stores.addAll(metrics.values());
    Map<DerivedMetric, DerivedStore> derived = new LinkedHashMap<>();
    for (DerivedMetric metric : declaration.derivedMetrics()) {
      if (metric.events().stream().anyMatch(activeEvents::contains)) {
        derived.put(
            metric, new DerivedStore(metric, samplingByEvent(metric, declaration, sampling)));
      }
    }
    List<CompiledEvent> events = new ArrayList<>();
    for (int i = 0; i < declaration.events().size(); i++) {
      EventDeclaration event = declaration.events().get(i);
      Stream<DerivedStore> newDerived =
          derived.entrySet().stream()
              .filter(metric -> metric.getKey().events().contains(event.name()))
              .map(Map.Entry::getValue);
      events.add(
          CompiledEvent.of(
              i,
              event,
              sampling.getOrDefault(event.type(), Sampling.NONE),
              metrics,
              Stream.concat(probe.derived.stream(), newDerived).toList(),
              disabledDimensions));
    }
    probe.derived.addAll(derived.values());
    probe.events = List.copyOf(events);
    probe.generation++;
    probe.active = true;
    probe.retired = false;
    publish();
    return new Handle(probe, probe.generation);
  }

  private static Map<String, Sampling> samplingByEvent(
      DerivedMetric metric, ProbeDeclaration declaration, Map<String, Sampling> byType) {
    Map<String, Sampling> byEvent = new HashMap<>();
    for (String event : metric.events()) {
      byEvent.put(event, byType.getOrDefault(declaration.event(event).type(), Sampling.NONE));
    }
    return byEvent;
  }

  private void checkNamesAreUnused(ProbeDeclaration declaration) {
    for (RegisteredProbe other : registered) {
      if (!other.active) {
        continue;
      }
      if (other.name().equals(declaration.name())) {
        throw new IllegalArgumentException(
            "probe " + declaration.name() + " is already registered; rename one of the two");
      }
      for (EventDeclaration event : declaration.events()) {
        if (other.hasEvent(event)) {
          throw taken(declaration, "event " + event.name(), other);
        }
      }
      Stream.concat(
              declaration.metrics().stream().map(MetricDeclaration::name),
              declaration.derivedMetrics().stream().map(metric -> metric.schema().name()))
          .filter(other::hasMetric)
          .findFirst()
          .ifPresent(
              metric -> {
                throw taken(declaration, "metric " + metric, other);
              });
    }
  }

  private static IllegalArgumentException taken(
      ProbeDeclaration declaration, String what, RegisteredProbe other) {
    return new IllegalArgumentException(
        "probe "
            + declaration.name()
            + " declares "
            + what
            + ", which probe "
            + other.name()
            + " declares already; rename one of the two");
  }

  private RegisteredProbe probeOf(ProbeDeclaration declaration) {
    for (RegisteredProbe known : registered) {
      if (known.matches(declaration)) {
        return known;
      }
    }
    int base = registered.stream().mapToInt(probe -> probe.base + probe.size()).max().orElse(0);
    if (base + declaration.events().size() > MAXIMUM) {
      throw new IllegalStateException(
          "probe "
              + declaration.name()
              + " cannot be registered: all "
              + MAXIMUM
              + " event types are assigned; restart the agent");
    }
    RegisteredProbe probe = new RegisteredProbe(declaration, base);
    registered.add(probe);
    return probe;
  }

  /** Reuses a compatible store of the probe, so that a window has one table, or creates one. */
  private MetricStore store(RegisteredProbe probe, MetricDeclaration metric) {
    for (MetricStore store : probe.stores) {
      if (store.fits(metric)) {
        return store;
      }
    }
    int index = stores.indexOf(null);
    if (index < 0) {
      index = stores.size();
      stores.add(null);
    }
    MetricStore store = new MetricStore(index, metric);
    stores.set(index, store);
    return store;
  }

  private synchronized void deactivate(RegisteredProbe probe, int generation) {
    if (probe.active && probe.generation == generation) {
      probe.active = false;
      probe.deactivatedNanos = clocks.monotonicNanos();
      publish();
    }
  }

  /**
   * Retires deactivated probes, and removes replaced metrics, whose windows have closed.
   *
   * @param oldestNanos the start of the oldest open window
   */
  synchronized void removeDrained(long oldestNanos) {
    boolean changed = false;
    for (RegisteredProbe probe : registered) {
      if (!probe.active && !probe.retired && probe.deactivatedNanos < oldestNanos) {
        probe.stores.forEach(store -> stores.set(store.index(), null));
        probe.retire();
        changed = true;
      } else {
        changed |= probe.removeDrained(oldestNanos);
      }
    }
    if (changed) {
      publish();
    }
  }

  private void publish() {
    CompiledEvent[] byType = new CompiledEvent[MAXIMUM];
    String[] namesByType = new String[MAXIMUM];
    List<DerivedStore> derived = new ArrayList<>();
    boolean draining = false;
    for (RegisteredProbe probe : registered) {
      for (int i = 0; i < probe.events.size(); i++) {
        byType[probe.base + i] = probe.events.get(i);
        namesByType[probe.base + i] = probe.eventType(i);
      }
      derived.addAll(probe.derived);
      draining |= probe.isDraining();
    }
    names = namesByType;
    probes = new CompiledProbes(byType, derived, draining);
  }

  /** The metrics that are disabled because their probe's code failed. Any thread. */
  synchronized List<String> failedMetrics() {
    return Stream.concat(
            stores.stream()
                .filter(store -> store != null && store.isFailed())
                .map(MetricStore::name),
            probes.derived.stream().filter(DerivedStore::isFailed).map(DerivedStore::name))
        .distinct()
        .toList();
  }

  private final class Handle implements Registration {
    private final RegisteredProbe probe;
    private final int generation;

    Handle(RegisteredProbe probe, int generation) {
      this.probe = probe;
      this.generation = generation;
    }

    @Override
    public int eventBase() {
      return probe.base;
    }

    @Override
    public void close() {
      deactivate(probe, generation);
    }
  }
}
