package io.observoor.kernel.host;

import io.observoor.api.probe.Attachment;
import io.observoor.api.probe.Attachment.Alternative;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.api.probe.SoftwareEvent;
import io.observoor.kernel.HookKind;
import io.observoor.libbpf.BpfException;
import io.observoor.libbpf.BpfLink;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.BpfProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads a probe's object with the first alternative of each attachment that works here.
 *
 * <p>Whether a hook works shows only when it is tried: the kernel lists functions that it then
 * refuses to attach to. The usual case costs one load, because the first alternatives of all
 * attachments are tried together; only when that is refused is each attachment tried alone, to find
 * the one at fault.
 */
final class ProbeLoader {
  private final ProbeDeclaration probe;
  private final byte[] elf;
  private final ObjectSettings settings;
  private final List<Choice> choices = new ArrayList<>();
  private final Map<String, HookKind> kinds = new HashMap<>();

  /**
   * Prepares to load.
   *
   * @param elf the probe's object for this machine
   * @param settings what is set in it before each try
   * @param activeEvents the events that the configuration leaves on; an attachment without one is
   *     left out
   * @param rules what else the configuration leaves out
   */
  ProbeLoader(
      ProbeDeclaration probe,
      byte[] elf,
      ObjectSettings settings,
      Set<String> activeEvents,
      ProbeRules rules) {
    this.probe = probe;
    this.elf = elf;
    this.settings = settings;
    Set<HookKind> disabled = rules.disabledHooks();
    if (!disabled.isEmpty()) {
      open(Set.of()).close(); // for the kinds of its programs
    }
    for (Attachment attachment : probe.attachments()) {
      boolean groupDisabled =
          attachment.group().filter(rules.disabledGroups()::contains).isPresent();
      if (!groupDisabled && attachment.events().stream().anyMatch(activeEvents::contains)) {
        choices.add(new Choice(attachment, alternative -> contains(alternative, disabled)));
      }
    }
  }

  private boolean contains(Alternative alternative, Set<HookKind> disabled) {
    return !disabled.isEmpty()
        && alternative.programs().stream()
            .anyMatch(program -> disabled.contains(kinds.getOrDefault(program, HookKind.OTHER)));
  }

  /** Loads and attaches what can be; never fails as a whole. */
  LoadedPrograms load() {
    while (choices.stream().anyMatch(choice -> !choice.exhausted())) {
      BpfObject object = loadTogether();
      if (object == null) {
        tryAlone();
        continue;
      }
      List<BpfLink> links = attach(object);
      if (links != null) {
        return new LoadedPrograms(object, links, choices, kinds);
      }
      object.close();
    }
    return new LoadedPrograms(null, List.of(), choices, kinds);
  }

  /** One load of all current alternatives; null when the kernel refuses any of them. */
  private BpfObject loadTogether() {
    List<Choice> open = choices.stream().filter(choice -> !choice.exhausted()).toList();
    BpfObject object = open(programs(open));
    try {
      object.load();
      return object;
    } catch (BpfException refusal) {
      object.close();
      if (open.size() == 1) {
        open.getFirst().refused(refusal);
      }
      return null;
    }
  }

  /** Moves every attachment on to an alternative that loads by itself. */
  private void tryAlone() {
    for (Choice choice : choices) {
      while (!choice.exhausted()) {
        try (BpfObject object = open(programs(List.of(choice)))) {
          object.load();
          break;
        } catch (BpfException refusal) {
          choice.refused(refusal);
        }
      }
    }
  }

  /**
   * Attaches all; null when one did not attach: its choice has moved on, and all must be loaded
   * again.
   */
  private List<BpfLink> attach(BpfObject object) {
    List<BpfLink> links = new ArrayList<>();
    for (Choice choice : choices) {
      if (choice.exhausted()) {
        continue;
      }
      try {
        attach(object, choice.current(), links);
      } catch (BpfException refusal) {
        choice.refused(refusal);
        links.forEach(BpfLink::close);
        return null;
      }
    }
    return links;
  }

  private void attach(BpfObject object, Alternative alternative, List<BpfLink> links) {
    for (String program : alternative.programs()) {
      SoftwareEvent event = alternative.softwareEvents().get(program);
      if (event == null) {
        links.add(object.attach(program));
      } else {
        for (int cpu : settings.cpus()) {
          links.add(object.attach(program, event.kind().number(), event.period(), cpu));
        }
      }
    }
  }

  private static Set<String> programs(List<Choice> choices) {
    return choices.stream()
        .flatMap(choice -> choice.current().programs().stream())
        .collect(Collectors.toSet());
  }

  private BpfObject open(Set<String> wanted) {
    BpfObject object = BpfObject.open(elf, probe.name());
    try {
      settings.apply(object);
      for (BpfProgram program : object.programs()) {
        kinds.put(program.name(), HookKind.ofSection(program.section()));
        object.setAutoload(program.name(), wanted.contains(program.name()));
      }
      return object;
    } catch (RuntimeException refused) {
      object.close();
      throw refused;
    }
  }
}
