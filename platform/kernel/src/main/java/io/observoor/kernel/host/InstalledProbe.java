package io.observoor.kernel.host;

import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.Registration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A probe from its installation to its removal: registered with the pipeline, loaded, attached. Not
 * thread-safe.
 */
final class InstalledProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstalledProbe.class);

  private final ProbeDeclaration declaration;
  private final Set<String> activeEvents;
  private final ProbeRules rules;
  private final Map<String, Sampling> sampling;
  private final Pipeline pipeline;
  private final Registration registration;
  private LoadedPrograms programs = new LoadedPrograms();
  private MissedRuns missedRuns = new MissedRuns();
  private List<MissedRuns.Program> watched = List.of();
  private String failure = "";
  private boolean detached;

  /**
   * Registers a probe's events; nothing is loaded yet.
   *
   * @param rules which groups are off, and how event types are sampled
   */
  InstalledProbe(ProbeDeclaration declaration, Pipeline pipeline, ProbeRules rules) {
    this.declaration = declaration;
    this.pipeline = pipeline;
    this.rules = rules;
    sampling = rules.sampling().of(declaration);
    activeEvents =
        declaration.events().stream()
            .filter(event -> !rules.disabledGroups().contains(event.group()))
            .map(EventDeclaration::name)
            .collect(Collectors.toUnmodifiableSet());
    registration = pipeline.register(declaration, activeEvents, sampling);
  }

  /** Loads and attaches its programs, as far as they work here. */
  void load(KernelSide.Available kernel) {
    if (declaration.object().isEmpty()) {
      return;
    }
    try {
      byte[] elf = declaration.object().get().read(kernel.architecture());
      ObjectSettings settings =
          new ObjectSettings(
              kernel.maps(), declaration, registration.eventBase(), activeEvents, sampling);
      programs = new ProbeLoader(declaration, elf, settings, activeEvents, rules).load();
      watched = programs.watched(eventTypes());
      missedRuns = kernel.missedRuns();
      missedRuns.watch(watched);
    } catch (IOException | RuntimeException e) {
      fail(e.getMessage());
      LOG.debug("probe {} failed", declaration.name(), e);
    }
    report();
  }

  private Map<String, Integer> eventTypes() {
    Map<String, Integer> types = new HashMap<>();
    for (int i = 0; i < declaration.events().size(); i++) {
      String event = declaration.events().get(i).name();
      if (activeEvents.contains(event)) {
        types.put(event, registration.eventBase() + i);
      }
    }
    return types;
  }

  /** Marks all its events as unavailable. */
  void fail(String reason) {
    failure = reason;
  }

  private void report() {
    Map<String, List<String>> eventsByHook = new LinkedHashMap<>();
    for (EventStatus status : events()) {
      switch (status.state()) {
        case ATTACHED ->
            eventsByHook.computeIfAbsent(status.hook(), _ -> new ArrayList<>()).add(status.event());
        case UNAVAILABLE -> LOG.warn("event {} is off: {}", status.event(), status.reason());
        case DISABLED, DETACHED -> {}
      }
    }
    eventsByHook.forEach(
        (hook, events) ->
            LOG.info(
                "probe {} attached by {}: {}",
                declaration.name(),
                hook,
                String.join(", ", events)));
  }

  String name() {
    return declaration.name();
  }

  LoadedPrograms programs() {
    return programs;
  }

  /** What became of each of its events. */
  List<EventStatus> events() {
    return declaration.events().stream().map(this::status).toList();
  }

  private Optional<Choice> serving(EventDeclaration event) {
    return programs.choices().stream()
        .filter(choice -> choice.attachment().group().isEmpty())
        .filter(choice -> choice.attachment().events().contains(event.name()))
        .findFirst();
  }

  /** Why the alternatives before the one in use are not, and what of the additions is not there. */
  private List<String> shortcomings(EventDeclaration event, Choice serving) {
    List<String> reasons = new ArrayList<>(serving.refusals());
    for (Choice choice : programs.choices()) {
      if (choice.attachment().group().isPresent()
          && choice.exhausted()
          && choice.attachment().events().contains(event.name())) {
        choice.refusals().forEach(refusal -> reasons.add("without the addition " + refusal));
      }
    }
    return reasons;
  }

  private EventStatus status(EventDeclaration event) {
    Choice choice = serving(event).orElse(null);
    State state;
    String hook = "";
    List<String> reasons;
    if (!activeEvents.contains(event.name())) {
      state = State.DISABLED;
      reasons = List.of("group " + event.group() + " is switched off");
    } else if (!failure.isEmpty()) {
      state = State.UNAVAILABLE;
      reasons = List.of(failure);
    } else if (choice == null) {
      state = served(event) ? State.DETACHED : State.UNAVAILABLE;
      reasons = served(event) ? List.of() : List.of("its probe declares no program for it");
    } else if (choice.exhausted()) {
      state = State.UNAVAILABLE;
      reasons = choice.refusals();
    } else {
      state = detached ? State.DETACHED : State.ATTACHED;
      hook = choice.hook();
      reasons = shortcomings(event, choice);
    }
    return new EventStatus(declaration.name(), event.name(), event.group(), state, hook, reasons);
  }

  private boolean served(EventDeclaration event) {
    return declaration.attachments().stream()
        .map(Attachment::events)
        .anyMatch(events -> events.contains(event.name()));
  }

  /** Takes its programs out of the kernel; what they wrote is still read and aggregated. */
  void detach() {
    programs.close();
    missedRuns.forget(watched, pipeline::lost);
    detached = true;
  }

  @Override
  public void close() {
    detach();
    registration.close();
  }
}
