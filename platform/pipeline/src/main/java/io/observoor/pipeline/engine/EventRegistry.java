package io.observoor.pipeline.engine;

import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.DerivedMetric;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Registration;
import io.observoor.pipeline.metric.DerivedStore;
import io.observoor.pipeline.metric.EventPlan;
import io.observoor.pipeline.metric.MetricStore;
import io.observoor.pipeline.metric.Samplings;
import io.observoor.pipeline.window.Clocks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives event types out and compiles declarations. Every change makes new {@link Plans}, which the
 * aggregation thread takes over with its next slab.
 */
final class EventRegistry implements EventTypes {
  private final Clocks clocks;
  private final Set<String> disabledDimensions;
  private final Samplings samplings = new Samplings();

  /**
   * In the order of their types; an entry is never removed, because late events may still name it.
   */
  private final List<ProbeEntry> entries = new ArrayList<>();

  /** Metrics by slot; null: free. */
  private final List<MetricStore> stores = new ArrayList<>();

  private volatile Plans plans = new Plans(new EventPlan[MAXIMUM], List.of(), false);
  private volatile String[] names = new String[MAXIMUM];

  EventRegistry(Clocks clocks, Set<String> disabledDimensions) {
    this.clocks = clocks;
    this.disabledDimensions = disabledDimensions;
  }

  /** What is registered. Any thread. */
  Plans plans() {
    return plans;
  }

  @Override
  public int fieldCount(int type) {
    if (type < 0 || type >= MAXIMUM) {
      return -1;
    }
    EventPlan plan = plans.byType()[type];
    return plan == null ? -1 : plan.fieldCount();
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
    checkNamesAreFree(declaration);
    ProbeEntry entry = entryOf(declaration);
    Map<MetricDeclaration, MetricStore> metrics = new LinkedHashMap<>();
    for (MetricDeclaration metric : declaration.metrics()) {
      metrics.put(metric, store(entry, metric));
    }
    entry.stores.addAll(metrics.values());
    Map<DerivedMetric, DerivedStore> derived = new LinkedHashMap<>();
    for (DerivedMetric metric : declaration.derivedMetrics()) {
      if (metric.events().stream().anyMatch(activeEvents::contains)) {
        derived.put(metric, new DerivedStore(metric, samplings(metric, declaration, sampling)));
      }
    }
    List<EventPlan> eventPlans = new ArrayList<>();
    for (int i = 0; i < declaration.events().size(); i++) {
      EventDeclaration event = declaration.events().get(i);
      Stream<DerivedStore> seers =
          derived.entrySet().stream()
              .filter(metric -> metric.getKey().events().contains(event.name()))
              .map(Map.Entry::getValue);
      eventPlans.add(
          EventPlan.of(
              i,
              event,
              samplings.indexOf(sampling.getOrDefault(event.type(), Sampling.NONE)),
              metrics,
              Stream.concat(entry.derived.stream(), seers).toList(),
              disabledDimensions));
    }
    entry.derived.addAll(derived.values());
    entry.plans = List.copyOf(eventPlans);
    entry.generation++;
    entry.active = true;
    entry.retired = false;
    publish();
    return new Handle(entry, entry.generation);
  }

  private static Map<String, Sampling> samplings(
      DerivedMetric metric, ProbeDeclaration declaration, Map<String, Sampling> byType) {
    Map<String, Sampling> byEvent = new HashMap<>();
    for (String event : metric.events()) {
      byEvent.put(event, byType.getOrDefault(declaration.event(event).type(), Sampling.NONE));
    }
    return byEvent;
  }

  private void checkNamesAreFree(ProbeDeclaration declaration) {
    for (ProbeEntry other : entries) {
      if (!other.active) {
        continue;
      }
      if (other.probe().equals(declaration.name())) {
        throw new IllegalArgumentException(
            "probe "
                + declaration.name()
                + " is registered already; give one of the two another name");
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
      ProbeDeclaration declaration, String what, ProbeEntry other) {
    return new IllegalArgumentException(
        "probe "
            + declaration.name()
            + " declares "
            + what
            + ", which probe "
            + other.probe()
            + " has declared; give it another name");
  }

  private ProbeEntry entryOf(ProbeDeclaration declaration) {
    for (ProbeEntry known : entries) {
      if (known.isOf(declaration)) {
        return known;
      }
    }
    int base = entries.stream().mapToInt(entry -> entry.base + entry.size()).max().orElse(0);
    if (base + declaration.events().size() > MAXIMUM) {
      throw new IllegalStateException(
          "probe "
              + declaration.name()
              + " cannot be registered: all "
              + MAXIMUM
              + " event types have been given out; restart the agent");
    }
    ProbeEntry entry = new ProbeEntry(declaration, base);
    entries.add(entry);
    return entry;
  }

  /** The metric's store of the last time, so that a window gets one table of it, or a new one. */
  private MetricStore store(ProbeEntry entry, MetricDeclaration metric) {
    for (MetricStore store : entry.stores) {
      if (store.fits(metric)) {
        return store;
      }
    }
    int slot = stores.indexOf(null);
    if (slot < 0) {
      slot = stores.size();
      stores.add(null);
    }
    MetricStore store = new MetricStore(slot, metric, samplings);
    stores.set(slot, store);
    return store;
  }

  private synchronized void leave(ProbeEntry entry, int generation) {
    if (entry.active && entry.generation == generation) {
      entry.active = false;
      entry.leftNanos = clocks.monotonicNanos();
      publish();
    }
  }

  /**
   * Lets go of probes that left, and of metrics that were replaced, before the oldest open window
   * began. Aggregation thread, while {@link Plans#settling} says that there are some.
   */
  synchronized void settle(long oldestNanos) {
    boolean changed = false;
    for (ProbeEntry entry : entries) {
      if (!entry.active && !entry.retired && entry.leftNanos < oldestNanos) {
        entry.stores.forEach(store -> stores.set(store.slot(), null));
        entry.retire();
        changed = true;
      } else {
        changed |= entry.dropOver(oldestNanos);
      }
    }
    if (changed) {
      publish();
    }
  }

  private void publish() {
    EventPlan[] byType = new EventPlan[MAXIMUM];
    String[] byTypeNames = new String[MAXIMUM];
    List<DerivedStore> derived = new ArrayList<>();
    boolean settling = false;
    for (ProbeEntry entry : entries) {
      for (int i = 0; i < entry.plans.size(); i++) {
        byType[entry.base + i] = entry.plans.get(i);
        byTypeNames[entry.base + i] = entry.eventType(i);
      }
      derived.addAll(entry.derived);
      settling |= entry.isSettling();
    }
    names = byTypeNames;
    plans = new Plans(byType, derived, settling);
  }

  /** Metrics that are switched off because their probe's code failed. Any thread. */
  synchronized List<String> failedMetrics() {
    return Stream.concat(
            stores.stream()
                .filter(store -> store != null && store.isFailed())
                .map(MetricStore::name),
            plans.derived().stream().filter(DerivedStore::isFailed).map(DerivedStore::name))
        .distinct()
        .toList();
  }

  /** A probe's registration. */
  private final class Handle implements Registration {
    private final ProbeEntry entry;
    private final int generation;

    Handle(ProbeEntry entry, int generation) {
      this.entry = entry;
      this.generation = generation;
    }

    @Override
    public int eventBase() {
      return entry.base;
    }

    @Override
    public void close() {
      leave(entry, generation);
    }
  }
}
