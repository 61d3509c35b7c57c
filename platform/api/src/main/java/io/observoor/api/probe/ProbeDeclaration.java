package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the platform needs to know about a probe. Immutable; build one with {@link
 * #named}.
 *
 * @param name unique among the installed probes, in lower case: {@code syscall}
 * @param object the BPF object with the probe's programs; absent for a probe that only has
 *     snapshots
 * @param events its events; the index of an event in this list is its number in the BPF programs
 * @param attachments how its programs attach to the kernel, each with its alternatives
 * @param metrics the aggregates of its events
 * @param derivedMetrics metrics that need code of their own
 * @param snapshots tables that are read from user space at each window's end
 */
public record ProbeDeclaration(
    String name,
    Optional<ObjectFile> object,
    List<EventDeclaration> events,
    List<Attachment> attachments,
    List<MetricDeclaration> metrics,
    List<DerivedMetric> derivedMetrics,
    List<Snapshot> snapshots) {

  /**
   * The most events of a probe: {@code OBSERVOOR_PROBE_EVENTS} of {@code bpf/observoor/emit.bpf.h}.
   */
  public static final int MAXIMUM_EVENTS = 64;

  /** Copies the lists and checks that every reference between them resolves. */
  public ProbeDeclaration {
    events = List.copyOf(events);
    attachments = List.copyOf(attachments);
    metrics = List.copyOf(metrics);
    derivedMetrics = List.copyOf(derivedMetrics);
    snapshots = List.copyOf(snapshots);
    DeclarationCheck.check(name, events, attachments, metrics, derivedMetrics);
  }

  /** Starts a declaration. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * Returns the event of this name.
   *
   * @throws IllegalArgumentException if the probe has no such event
   */
  public EventDeclaration event(String eventName) {
    return events.get(eventIndex(eventName));
  }

  /**
   * Returns the number of an event within this probe, which its BPF programs write.
   *
   * @throws IllegalArgumentException if the probe has no such event
   */
  public int eventIndex(String eventName) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).name().equals(eventName)) {
        return i;
      }
    }
    throw new IllegalArgumentException("probe " + name + " declares no event " + eventName);
  }

  /** Collects the parts of a declaration; not thread-safe. */
  public static final class Builder {
    private final String name;
    private Optional<ObjectFile> object = Optional.empty();
    private final List<EventDeclaration> events = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<MetricDeclaration> metrics = new ArrayList<>();
    private final List<DerivedMetric> derivedMetrics = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Sets the BPF object, a resource of the bundle of {@code anchor}; see {@link ObjectFile}. */
    public Builder object(Class<?> anchor, String objectName) {
      object = Optional.of(new ObjectFile(anchor, objectName));
      return this;
    }

    /** Adds an event; its number is the count of those added before it. */
    public Builder event(EventDeclaration event) {
      events.add(event);
      return this;
    }

    /** Adds an attachment. */
    public Builder attachment(Attachment attachment) {
      attachments.add(attachment);
      return this;
    }

    /** Adds a metric. */
    public Builder metric(MetricDeclaration metric) {
      metrics.add(metric);
      return this;
    }

    /** Adds a metric with code of its own. */
    public Builder derivedMetric(DerivedMetric metric) {
      derivedMetrics.add(metric);
      return this;
    }

    /** Adds a table that is read at each window's end. */
    public Builder snapshot(Snapshot snapshot) {
      snapshots.add(snapshot);
      return this;
    }

    /**
     * Builds the declaration.
     *
     * @throws IllegalArgumentException if its parts contradict each other; the message names the
     *     part
     */
    public ProbeDeclaration build() {
      return new ProbeDeclaration(
          name, object, events, attachments, metrics, derivedMetrics, snapshots);
    }
  }
}
