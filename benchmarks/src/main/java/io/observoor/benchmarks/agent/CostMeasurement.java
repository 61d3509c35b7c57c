package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.Effort;
import io.observoor.benchmarks.report.Results;
import io.observoor.libbpf.BpfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what a call costs the traced program: for each state the best of several rounds, in
 * which the states alternate, so that a slow minute of the machine slows all of them.
 */
public final class CostMeasurement {
  private static final int BATCHES = 5;

  private enum State {
    BARE,
    EMPTY,
    UNTRACKED,
    TRACKED,
    BPFTRACE
  }

  private final Harness harness;
  private final Effort effort;
  private final Map<State, List<Double>> nanos = new EnumMap<>(State.class);

  /** Configures the measurement. */
  public CostMeasurement(Harness harness, Effort effort) {
    this.harness = harness;
    this.effort = effort;
  }

  /** Measures all states. */
  public void run(Results results) throws IOException {
    try (Writer one = harness.writer(0);
        Writer other = harness.writer(0)) {
      for (int round = 0; round < effort.rounds(); round++) {
        measure(State.BARE, one);
        measureEmpty(one);
        measureAgent(one, other);
        measureBpftrace(one);
      }
    }
    double bare = best(State.BARE);
    results.put("cost.bare", bare, spread(State.BARE));
    for (State state : List.of(State.EMPTY, State.UNTRACKED, State.TRACKED, State.BPFTRACE)) {
      if (nanos.containsKey(state)) {
        String id = "cost." + state.name().toLowerCase(java.util.Locale.ROOT);
        results.put(id, best(state) - bare, spread(state));
      }
    }
  }

  private void measure(State state, Writer writer) {
    List<Double> measured = nanos.computeIfAbsent(state, _ -> new ArrayList<>());
    for (int batch = 0; batch < BATCHES; batch++) {
      measured.add(writer.nanosPerCall(effort.batchCalls()));
    }
  }

  private void measureEmpty(Writer writer) throws IOException {
    try (EmptyPrograms _ = EmptyPrograms.attach()) {
      measure(State.EMPTY, writer);
    } catch (BpfException e) {
      System.err.println("no figure for empty programs: " + e.getMessage());
    }
  }

  private void measureAgent(Writer tracked, Writer untracked) throws IOException {
    Path data = harness.dataDirectory();
    try (Child agent = harness.agent(data, List.of(tracked))) {
      tracked.beginFlat(effort.warmUpMillis() / 2);
      tracked.await();
      measure(State.UNTRACKED, untracked);
      measure(State.TRACKED, tracked);
      agent.stop();
    } finally {
      Harness.delete(data);
    }
  }

  private void measureBpftrace(Writer writer) {
    try (Child _ = Bpftrace.trace(writer.pid())) {
      measure(State.BPFTRACE, writer);
    } catch (IllegalStateException | UncheckedIOException e) {
      System.err.println("no figure for bpftrace: " + e.getMessage());
    }
  }

  private double best(State state) {
    return nanos.get(state).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private String spread(State state) {
    List<Double> sorted = nanos.get(state).stream().sorted().toList();
    return "a call: best %.0f, median %.0f, worst %.0f ns"
        .formatted(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
  }
}
