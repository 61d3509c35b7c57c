package io.observoor.kernel.host;

import io.observoor.kernel.HookKind;
import io.observoor.libbpf.BpfLink;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.Libbpf;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A probe's programs in the kernel, and which alternatives they are. Not thread-safe. */
final class LoadedPrograms implements AutoCloseable {
  private final List<BpfLink> links;
  private final List<Choice> choices;
  private final Map<String, HookKind> kinds;
  private BpfObject object;

  /** No program. */
  LoadedPrograms() {
    this(null, List.of(), List.of(), Map.of());
  }

  /**
   * Takes what a loader loaded.
   *
   * @param object null when nothing could be loaded
   * @param kinds of the object's programs, by their names
   */
  LoadedPrograms(
      BpfObject object, List<BpfLink> links, List<Choice> choices, Map<String, HookKind> kinds) {
    this.object = object;
    this.links = links;
    this.choices = List.copyOf(choices);
    this.kinds = Map.copyOf(kinds);
  }

  List<Choice> choices() {
    return choices;
  }

  /** The programs that are attached, by kind. */
  Map<HookKind, Integer> attached() {
    return object == null
        ? Map.of()
        : count(
            choices.stream()
                .filter(choice -> !choice.exhausted())
                .flatMap(choice -> choice.current().programs().stream()));
  }

  /** The programs of attachments of which no alternative works, by kind. */
  Map<HookKind, Integer> failed() {
    return count(
        choices.stream()
            .filter(Choice::exhausted)
            .flatMap(choice -> choice.attachment().alternatives().stream())
            .flatMap(alternative -> alternative.programs().stream()));
  }

  /** A program that several attachments name is one program. */
  private Map<HookKind, Integer> count(Stream<String> programs) {
    Map<HookKind, Integer> counts = new EnumMap<>(HookKind.class);
    programs
        .distinct()
        .forEach(
            program -> counts.merge(kinds.getOrDefault(program, HookKind.OTHER), 1, Integer::sum));
    return counts;
  }

  /**
   * Detaches and unloads. When this returns no program of the probe runs any more, so that what it
   * wrote can be read to its end.
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
