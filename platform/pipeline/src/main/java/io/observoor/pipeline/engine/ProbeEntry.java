package io.observoor.pipeline.engine;

import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.metric.DerivedStore;
import io.observoor.pipeline.metric.EventPlan;
import io.observoor.pipeline.metric.MetricStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The event types that were given to one probe. Guarded by the registry's lock. */
final class ProbeEntry {
  private final String probe;
  private final List<Shape> shapes;
  final int base;

  /** What its events become, one plan an event. */
  List<EventPlan> plans = List.of();

  /** Its metrics, those of earlier declarations included until the probe retires. */
  final Set<MetricStore> stores = new LinkedHashSet<>();

  /** The metrics with code of their own, behind those that only finish their last windows. */
  final List<DerivedStore> derived = new ArrayList<>();

  /** Counts its registrations: a handle closes only its own. */
  int generation;

  boolean active;

  /** Whether its plans still aggregate. */
  boolean retired = true;

  long leftNanos;

  ProbeEntry(ProbeDeclaration declaration, int base) {
    probe = declaration.name();
    shapes = shapes(declaration);
    this.base = base;
  }

  private static List<Shape> shapes(ProbeDeclaration declaration) {
    return declaration.events().stream()
        .map(event -> new Shape(event.name(), event.type(), event.fields().size()))
        .toList();
  }

  /** Whether a declaration gets these types. */
  boolean isOf(ProbeDeclaration declaration) {
    return probe.equals(declaration.name()) && shapes.equals(shapes(declaration));
  }

  String probe() {
    return probe;
  }

  int size() {
    return shapes.size();
  }

  /** What an event counts as in statistics. */
  String eventType(int index) {
    return shapes.get(index).type();
  }

  boolean hasEvent(EventDeclaration event) {
    return shapes.stream().anyMatch(shape -> shape.event().equals(event.name()));
  }

  boolean hasMetric(String name) {
    return stores.stream().anyMatch(store -> store.name().equals(name))
        || derived.stream().anyMatch(metric -> metric.name().equals(name));
  }

  /** Whether it waits for windows to close. */
  boolean isSettling() {
    boolean replaced = derived.stream().map(DerivedStore::name).distinct().count() < derived.size();
    return replaced || (!active && !retired);
  }

  /** Lets go of everything that belongs to the probe's bundle. */
  void retire() {
    retired = true;
    plans = plans.stream().map(EventPlan::retire).toList();
    stores.clear();
    derived.clear();
  }

  /** Lets go of replaced metrics whose last window has closed; whether there were some. */
  boolean dropOver(long oldestNanos) {
    List<DerivedStore> over =
        derived.stream().filter(metric -> metric.isOver(oldestNanos)).toList();
    derived.removeAll(over);
    plans = plans.stream().map(plan -> plan.without(over)).toList();
    return !over.isEmpty();
  }

  /**
   * What records must keep for the type to stay the same.
   *
   * @param event the event's name
   * @param type what it counts as
   * @param fields how many fields it has
   */
  private record Shape(String event, String type, int fields) {}
}
