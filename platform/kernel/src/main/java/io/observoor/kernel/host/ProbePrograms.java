package io.observoor.kernel.host;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.Attachment.Alternative;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.kernel.HookKind;
import io.observoor.kernel.ring.LossSink;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfLink;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.BpfProgram;
import io.observoor.libbpf.Libbpf;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A probe's BPF programs: loads and attaches the first alternative of each attachment that works on
 * this kernel. Not thread-safe.
 *
 * <p>Only a try shows whether a hook works: the kernel lists functions that it then refuses to
 * attach to. Usually one load is enough, because the first alternatives of all attachments are
 * tried together; if the kernel refuses them, each attachment is tried alone to find the failing
 * one.
 */
final class ProbePrograms implements AutoCloseable {
  private final ProbeDeclaration probe;
  private final byte[] elf;
  private final ObjectSettings settings;
  private final List<HookSelection> selections = new ArrayList<>();
  private final Map<String, HookKind> kinds = new HashMap<>();
  private final List<BpfLink> links = new ArrayList<>();

  /** The loaded object; null if none is. */
  private BpfObject object;

  /**
   * Selects the attachments to load.
   *
   * @param elf the probe's object for this architecture
   * @param settings applied to the object before each load
   * @param activeEvents the enabled events; attachments without any are skipped
   */
  ProbePrograms(
      ProbeDeclaration probe,
      byte[] elf,
      ObjectSettings settings,
      Set<String> activeEvents,
      ProbeRules rules) {
    this.probe = probe;
    this.elf = elf;
    this.settings = settings;
    if (!rules.disabledHooks().isEmpty()) {
      open(Set.of()).close(); // reads the kinds of the programs
    }
    for (Attachment attachment : probe.attachments()) {
      boolean groupDisabled =
          attachment.group().filter(rules.disabledGroups()::contains).isPresent();
      if (!groupDisabled && attachment.events().stream().anyMatch(activeEvents::contains)) {
        selections.add(new HookSelection(attachment, alternative -> disabled(alternative, rules)));
      }
    }
  }

  private boolean disabled(Alternative alternative, ProbeRules rules) {
    return alternative.programs().stream()
        .anyMatch(program -> rules.disabledHooks().contains(kind(program)));
  }

  private HookKind kind(String program) {
    return kinds.getOrDefault(program, HookKind.OTHER);
  }

  /** Loads and attaches everything that works; the rest has its reasons in the selections. */
  void load() {
    while (object == null && using().findAny().isPresent()) {
      BpfObject candidate = loadTogether();
      if (candidate == null) {
        tryEachAlone();
      } else if (attachAll(candidate)) {
        object = candidate;
      } else {
        candidate.close();
      }
    }
  }

  /** The selections with an alternative left. */
  private Stream<HookSelection> using() {
    return selections.stream().filter(selection -> !selection.exhausted());
  }

  /** Loads all current alternatives at once; null if the kernel refuses one of them. */
  private BpfObject loadTogether() {
    List<HookSelection> tried = using().toList();
    BpfObject candidate = open(programs(tried));
    try {
      candidate.load();
      return candidate;
    } catch (BpfException refusal) {
      candidate.close();
      if (tried.size() == 1) {
        tried.getFirst().refused(refusal);
      }
      return null;
    }
  }

  /** Moves every attachment on to an alternative that loads by itself. */
  private void tryEachAlone() {
    for (HookSelection selection : selections) {
      while (!selection.exhausted()) {
        try (BpfObject candidate = open(programs(List.of(selection)))) {
          candidate.load();
          break;
        } catch (BpfException refusal) {
          selection.refused(refusal);
        }
      }
    }
  }

  /** Attaches all; at a refusal moves that attachment on and returns false: load again. */
  private boolean attachAll(BpfObject candidate) {
    for (HookSelection selection : using().toList()) {
      try {
        attach(candidate, selection.current());
      } catch (BpfException refusal) {
        selection.refused(refusal);
        links.forEach(BpfLink::close);
        links.clear();
        return false;
      }
    }
    return true;
  }

  private void attach(BpfObject candidate, Alternative alternative) {
    for (String program : alternative.programs()) {
      SoftwareEvent event = alternative.softwareEvents().get(program);
      if (event == null) {
        links.add(candidate.attach(program));
      } else {
        for (int cpu : settings.cpus()) {
          links.add(candidate.attach(program, event.kind().number(), event.period(), cpu));
        }
      }
    }
  }

  private static Set<String> programs(List<HookSelection> selections) {
    return selections.stream()
        .flatMap(selection -> selection.current().programs().stream())
        .collect(Collectors.toSet());
  }

  private BpfObject open(Set<String> wanted) {
    BpfObject opened = BpfObject.open(elf, probe.name());
    try {
      settings.apply(opened);
      for (BpfProgram program : opened.programs()) {
        kinds.put(program.name(), HookKind.ofSection(program.section()));
        opened.setAutoload(program.name(), wanted.contains(program.name()));
      }
      return opened;
    } catch (RuntimeException refused) {
      opened.close();
      throw refused;
    }
  }

  /** The selected alternative of each attachment. */
  List<HookSelection> selections() {
    return selections;
  }

  /** The number of attached programs by kind of hook. */
  Map<HookKind, Integer> attached() {
    return object == null
        ? Map.of()
        : count(using().flatMap(selection -> selection.current().programs().stream()));
  }

  /** The number of programs of attachments without a working alternative, by kind of hook. */
  Map<HookKind, Integer> failed() {
    return count(
        selections.stream()
            .filter(HookSelection::exhausted)
            .flatMap(selection -> selection.attachment().alternatives().stream())
            .flatMap(alternative -> alternative.programs().stream()));
  }

  /** Counts a program that several attachments name once. */
  private Map<HookKind, Integer> count(Stream<String> programs) {
    Map<HookKind, Integer> counts = new EnumMap<>(HookKind.class);
    programs.distinct().forEach(program -> counts.merge(kind(program), 1, Integer::sum));
    return counts;
  }

  /**
   * The attached programs whose skipped runs are losses.
   *
   * @param eventTypes the types of the enabled events by their names
   */
  List<SkippedRuns.Program> watched(Map<String, Integer> eventTypes) {
    Map<String, BpfLink> byName = new LinkedHashMap<>();
    links.forEach(link -> byName.putIfAbsent(link.program().name(), link));
    Map<String, String> seconds = new HashMap<>();
    using().forEach(selection -> seconds.putAll(selection.current().seconds()));
    return byName.keySet().stream()
        .filter(program -> !seconds.containsValue(program))
        .map(
            program ->
                new SkippedRuns.Program(
                    byName.get(program),
                    Optional.ofNullable(seconds.get(program)).map(byName::get),
                    eventType(program, eventTypes)))
        .toList();
  }

  /** The type of a program's event; unknown unless it serves exactly one. */
  private int eventType(String program, Map<String, Integer> eventTypes) {
    List<Integer> types =
        using()
            .filter(selection -> selection.current().programs().contains(program))
            .flatMap(selection -> selection.attachment().events().stream())
            .distinct()
            .map(eventTypes::get)
            .filter(Objects::nonNull)
            .toList();
    return types.size() == 1 ? types.getFirst() : LossSink.UNKNOWN_TYPE;
  }

  /**
   * Detaches and unloads the programs, and waits for their last runs, so that all their records can
   * be read. Idempotent.
   */
  @Override
  public void close() {
    if (object != null) {
      links.forEach(BpfLink::close);
      Libbpf.awaitRunningPrograms();
      object.close();
      object = null;
    }
  }
}
