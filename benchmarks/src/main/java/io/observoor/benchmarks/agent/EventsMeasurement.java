package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.EventColumn;
import io.observoor.benchmarks.report.EventKind;
import io.observoor.benchmarks.report.Results;
import io.observoor.libbpf.BpfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures what an event of each kind costs the traced program, as {@link CostMeasurement}: the
 * ways of counting alternate, and the best of all rounds counts.
 */
public final class EventsMeasurement {
  private static final int ROUNDS = 3;
  private static final int BATCHES = 3;
  private static final int SMOKE_DIVISOR = 20;

  private final Harness harness;
  private final Effort effort;
  private final Map<EventKind, EventProgram> tracked = new EnumMap<>(EventKind.class);
  private final Map<EventKind, EventProgram> untracked = new EnumMap<>(EventKind.class);
  private final Map<EventKind, EventTimes> times = new EnumMap<>(EventKind.class);
  private final Set<EventKind> notTraceable = EnumSet.noneOf(EventKind.class);

  /** Configures the measurement. */
  public EventsMeasurement(Harness harness, Effort effort) {
    this.harness = harness;
    this.effort = effort;
  }

  /** Measures all kinds. */
  public void run(Results results) throws IOException {
    try {
      startPrograms();
      for (int round = 0; round < Math.min(ROUNDS, effort.rounds()); round++) {
        for (List<EventKind> kinds : byGroups()) {
          measureWithoutAgent(kinds);
          measureAlone(kinds);
        }
        measureAll();
      }
    } finally {
      tracked.values().forEach(EventProgram::close);
      untracked.values().forEach(EventProgram::close);
    }
    times.forEach((kind, measured) -> measured.report(kind, results));
  }

  private void startPrograms() throws IOException {
    Path directory = Files.createDirectories(harness.target().resolve("work"));
    Path program = harness.target().resolve("c/events");
    for (EventKind kind : EventKind.values()) {
      int batch = EventRecipe.of(kind).batch() / (effort.isSmoke() ? SMOKE_DIVISOR : 1);
      try {
        tracked.put(kind, EventProgram.start(program, directory, kind, batch));
        untracked.put(kind, EventProgram.start(program, directory, kind, batch));
        times.put(kind, new EventTimes());
      } catch (IllegalStateException e) {
        System.err.println("no figures for " + kind.what() + ": " + e.getMessage());
      }
    }
  }

  /** Groups the kinds that one agent's event groups count, which share its start. */
  private Collection<List<EventKind>> byGroups() {
    return times.keySet().stream()
        .collect(
            Collectors.groupingBy(
                kind -> EventRecipe.of(kind).groups(), LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private void measureWithoutAgent(List<EventKind> kinds) throws IOException {
    for (EventKind kind : kinds) {
      measure(kind, EventColumn.BARE, tracked.get(kind));
      measureEmpty(kind, EventColumn.EMPTY, EventRecipe.of(kind).hooks());
      measureEmpty(kind, EventColumn.EMPTY_ALL, EventRecipe.ALL_HOOKS);
      measureBpftrace(kind);
    }
  }

  private void measureEmpty(EventKind kind, EventColumn column, List<String> hooks)
      throws IOException {
    try (EmptyPrograms _ = EmptyPrograms.attach("events", hooks)) {
      measure(kind, column, tracked.get(kind));
    } catch (BpfException e) {
      System.err.println(
          "no figure for " + kind.what() + ", " + column.heading() + ": " + e.getMessage());
    }
  }

  private void measureBpftrace(EventKind kind) {
    if (notTraceable.contains(kind)) {
      return;
    }
    EventProgram program = tracked.get(kind);
    try (Child _ = EventRecipe.of(kind).trace(program.pid())) {
      measure(kind, EventColumn.BPFTRACE, program);
    } catch (IllegalStateException | UncheckedIOException e) {
      notTraceable.add(kind);
      System.err.println("no figure for " + kind.what() + " with bpftrace: " + e.getMessage());
    }
  }

  private void measureAlone(List<EventKind> kinds) throws IOException {
    EventRecipe recipe = EventRecipe.of(kinds.getFirst());
    List<Long> pids = kinds.stream().map(kind -> tracked.get(kind).pid()).toList();
    try (EventAgent _ = EventAgent.start(harness, recipe.groups(), Set.of(recipe.probe()), pids)) {
      settle(kinds);
      kinds.forEach(kind -> measure(kind, EventColumn.ALONE, tracked.get(kind)));
    }
  }

  private void measureAll() throws IOException {
    Set<String> probes =
        times.keySet().stream()
            .map(kind -> EventRecipe.of(kind).probe())
            .collect(Collectors.toSet());
    List<Long> pids = times.keySet().stream().map(kind -> tracked.get(kind).pid()).toList();
    List<String> groups = ProbeGroups.all(harness.distribution());
    try (EventAgent _ = EventAgent.start(harness, groups, probes, pids)) {
      settle(times.keySet());
      for (EventKind kind : times.keySet()) {
        measure(kind, EventColumn.UNTRACKED, untracked.get(kind));
        measure(kind, EventColumn.TRACKED, tracked.get(kind));
      }
    }
  }

  /** Warms up: an agent that has just started still compiles its code. */
  private void settle(Collection<EventKind> kinds) {
    kinds.forEach(kind -> tracked.get(kind).batch());
    Pauses.millis(effort.warmUpMillis() / 8);
  }

  private void measure(EventKind kind, EventColumn column, EventProgram program) {
    program.batch(); // warms the caches for this way of counting
    List<EventProgram.Batch> batches = new ArrayList<>();
    for (int batch = 0; batch < (effort.isSmoke() ? 1 : BATCHES); batch++) {
      batches.add(program.batch());
    }
    times.get(kind).add(column, batches);
  }
}
