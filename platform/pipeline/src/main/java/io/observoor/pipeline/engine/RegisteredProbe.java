package io.observoor.pipeline.engine;

import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.metric.CompiledEvent;
import io.observoor.pipeline.metric.DerivedStore;
import io.observoor.pipeline.metric.MetricStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A probe with its event types. Guarded by the registry's lock. */
final class RegisteredProbe {
  private final String name;
  private final List<EventShape> shapes;
  final int base;

  /** Its compiled events, in the order of the declaration. */
  List<CompiledEvent> events = List.of();

  /** Its metrics; includes those of earlier declarations until the probe retires. */
  final Set<MetricStore> stores = new LinkedHashSet<>();

  /** Its derived metrics, after replaced ones that drain. */
  final List<DerivedStore> derived = new ArrayList<>();

  /** The number of its registrations, so that a handle closes only its own. */
  int generation;

  boolean active;

  /** Whether its events no longer aggregate. */
  boolean retired = true;

  long deactivatedNanos;

  RegisteredProbe(ProbeDeclaration declaration, int base) {
    name = declaration.name();
    shapes = shapes(declaration);
    this.base = base;
  }

  private static List<EventShape> shapes(ProbeDeclaration declaration) {
    return declaration.events().stream()
        .map(event -> new EventShape(event.name(), event.type(), event.fields().size()))
        .toList();
  }

  /** Whether the declaration has the name and the events of this probe, and so its types. */
  boolean matches(ProbeDeclaration declaration) {
    return name.equals(declaration.name()) && shapes.equals(shapes(declaration));
  }

  String name() {
    return name;
  }

  int size() {
    return shapes.size();
  }

  /** The name under which statistics count an event. */
  String eventType(int index) {
    return shapes.get(index).type();
  }

  boolean hasEvent(EventDeclaration event) {
    return shapes.stream().anyMatch(shape -> shape.event().equals(event.name()));
  }

  boolean hasMetric(String metric) {
    return stores.stream().anyMatch(store -> store.name().equals(metric))
        || derived.stream().anyMatch(store -> store.name().equals(metric));
  }

  /** Whether the probe or a replaced metric waits for its windows to close. */
  boolean isDraining() {
    boolean replaced = derived.stream().map(DerivedStore::name).distinct().count() < derived.size();
    return replaced || (!active && !retired);
  }

  /** Releases all references to the probe's bundle. */
  void retire() {
    retired = true;
    events = events.stream().map(CompiledEvent::retire).toList();
    stores.clear();
    derived.clear();
  }

  /** Removes replaced metrics whose last window has closed; returns whether any was removed. */
  boolean removeDrained(long oldestNanos) {
    List<DerivedStore> drained =
        derived.stream().filter(metric -> metric.isDrained(oldestNanos)).toList();
    derived.removeAll(drained);
    events = events.stream().map(event -> event.without(drained)).toList();
    return !drained.isEmpty();
  }

  /**
   * The properties of an event that must not change for it to keep its type.
   *
   * @param event the event's name
   * @param type the name under which statistics count it
   * @param fields the number of its fields
   */
  private record EventShape(String event, String type, int fields) {}
}
