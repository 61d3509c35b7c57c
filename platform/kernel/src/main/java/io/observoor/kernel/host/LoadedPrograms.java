package io.observoor.kernel.host;

import io.observoor.kernel.HookKind;
import io.observoor.kernel.ring.LossSink;
import io.observoor.libbpf.BpfLink;
import io.observoor.libbpf.BpfObject;
import io.observoor.libbpf.Libbpf;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /**
   * Those whose missed runs are losses.
   *
   * @param eventTypes the types of the events that are on, by their names
   */
  List<MissedRuns.Program> watched(Map<String, Integer> eventTypes) {
    Map<String, BpfLink> byName = new LinkedHashMap<>();
    links.forEach(link -> byName.putIfAbsent(link.program().name(), link));
    Map<String, String> seconds = new HashMap<>();
    choices.stream()
        .filter(choice -> !choice.exhausted())
        .forEach(choice -> seconds.putAll(choice.current().seconds()));
    return byName.keySet().stream()
        .filter(program -> !seconds.containsValue(program))
        .map(
            program ->
                new MissedRuns.Program(
                    byName.get(program),
                    Optional.ofNullable(seconds.get(program)).map(byName::get),
                    served(program, eventTypes)))
        .toList();
  }

  private Stream<Choice> using(String program) {
    return choices.stream()
        .filter(choice -> !choice.exhausted())
        .filter(choice -> choice.current().programs().contains(program));
  }

  /** The type of the only event that a program serves. */
  private int served(String program, Map<String, Integer> eventTypes) {
    List<Integer> types =
        using(program)
            .flatMap(choice -> choice.attachment().events().stream())
            .distinct()
            .map(eventTypes::get)
            .filter(Objects::nonNull)
            .toList();
    return types.size() == 1 ? types.getFirst() : LossSink.UNKNOWN_TYPE;
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
