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
 * A probe from its installation to its removal: registered with the pipeline, loaded, attached,
 * detached. Not thread-safe.
 */
final class InstalledProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("probes");

  private final ProbeDeclaration declaration;
  private final Set<String> activeEvents;
  private final ProbeRules rules;
  private final Map<String, Sampling> sampling;
  private final Pipeline pipeline;
  private final Registration registration;
  private Optional<ProbePrograms> programs = Optional.empty();
  private SkippedRuns skippedRuns = new SkippedRuns();
  private List<SkippedRuns.Program> watched = List.of();
  private String failure = "";
  private boolean detached;

  /** Registers a probe's events with the pipeline; loads nothing yet. */
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

  /** Loads and attaches the programs that work on this kernel, and logs the outcome. */
  void load(KernelSide kernel) {
    if (declaration.object().isEmpty()) {
      return;
    }
    try {
      byte[] elf = declaration.object().get().read(KernelRequirements.architecture());
      ObjectSettings settings =
          new ObjectSettings(
              kernel.maps(), declaration, registration.eventBase(), activeEvents, sampling);
      ProbePrograms attached = new ProbePrograms(declaration, elf, settings, activeEvents, rules);
      attached.load();
      programs = Optional.of(attached);
      watched = attached.watched(eventTypes());
      skippedRuns = kernel.skippedRuns();
      skippedRuns.watch(watched);
    } catch (IOException | RuntimeException e) {
      fail(e.getMessage());
      LOG.debug("{} failed", declaration.name(), e);
    }
    logOutcome();
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

  /** Marks all events as unavailable. */
  void fail(String reason) {
    failure = reason;
  }

  private void logOutcome() {
    Map<String, List<String>> eventsByHook = new LinkedHashMap<>();
    for (EventStatus status : events()) {
      switch (status.state()) {
        case ATTACHED ->
            eventsByHook.computeIfAbsent(status.hook(), _ -> new ArrayList<>()).add(status.event());
        case UNAVAILABLE -> LOG.warn("{} is not available: {}", status.event(), status.reason());
        case DISABLED, DETACHED -> {}
      }
    }
    eventsByHook.forEach(
        (hook, events) ->
            LOG.info("{} attached by {}: {}", declaration.name(), hook, String.join(", ", events)));
  }

  /** The programs; empty if the probe has none or loading them failed. */
  Optional<ProbePrograms> programs() {
    return programs;
  }

  /** The state of each event. */
  List<EventStatus> events() {
    return declaration.events().stream().map(this::status).toList();
  }

  private List<HookSelection> selections(EventDeclaration event, boolean optional) {
    return programs.map(ProbePrograms::selections).orElse(List.of()).stream()
        .filter(selection -> selection.attachment().group().isPresent() == optional)
        .filter(selection -> selection.attachment().events().contains(event.name()))
        .toList();
  }

  /** Why better alternatives and optional programs of an attached event are not used. */
  private List<String> reasons(EventDeclaration event, HookSelection serving) {
    List<String> reasons = new ArrayList<>(serving.reasons());
    selections(event, true).stream()
        .filter(HookSelection::exhausted)
        .flatMap(selection -> selection.reasons().stream())
        .forEach(reason -> reasons.add("optional " + reason));
    return reasons;
  }

  private EventStatus status(EventDeclaration event) {
    List<HookSelection> serving = selections(event, false);
    State state;
    String hook = "";
    List<String> reasons;
    if (!activeEvents.contains(event.name())) {
      state = State.DISABLED;
      reasons = List.of("the configuration disables group " + event.group());
    } else if (!failure.isEmpty()) {
      state = State.UNAVAILABLE;
      reasons = List.of(failure);
    } else if (serving.isEmpty()) {
      state = hasPrograms(event) ? State.DETACHED : State.UNAVAILABLE;
      reasons = hasPrograms(event) ? List.of() : List.of("the probe declares no program for it");
    } else if (serving.getFirst().exhausted()) {
      state = State.UNAVAILABLE;
      reasons = serving.getFirst().reasons();
    } else {
      state = detached ? State.DETACHED : State.ATTACHED;
      hook = serving.getFirst().hook();
      reasons = reasons(event, serving.getFirst());
    }
    return new EventStatus(declaration.name(), event.name(), event.group(), state, hook, reasons);
  }

  private boolean hasPrograms(EventDeclaration event) {
    return declaration.attachments().stream()
        .map(Attachment::events)
        .anyMatch(events -> events.contains(event.name()));
  }

  /** Detaches the programs; their unread records are still read and aggregated. */
  void detach() {
    programs.ifPresent(ProbePrograms::close);
    skippedRuns.forget(watched, pipeline::lost);
    detached = true;
  }

  @Override
  public void close() {
    detach();
    registration.close();
  }
}
