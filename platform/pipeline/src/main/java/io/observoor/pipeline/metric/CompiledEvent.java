package io.observoor.pipeline.metric;

import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.pipeline.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The metrics that events of one type feed. Immutable, except for the metrics. */
public final class CompiledEvent {
  private static final CompiledInput[] NO_INPUTS = {};
  private static final DerivedStore[] NO_DERIVED = {};

  private final int event;
  private final int fieldCount;
  private final boolean retired;
  private final CompiledInput[] inputs;
  private final DerivedStore[] derived;

  private CompiledEvent(
      int event, int fieldCount, boolean retired, CompiledInput[] inputs, DerivedStore[] derived) {
    this.event = event;
    this.fieldCount = fieldCount;
    this.retired = retired;
    this.inputs = inputs;
    this.derived = derived;
  }

  /**
   * Compiles an event.
   *
   * @param event its index in its probe
   * @param metrics the probe's metrics with their stores
   * @param derived the derived metrics that see the event
   * @param disabledDimensions options of disabled dimensions, whose code is always 0
   */
  public static CompiledEvent of(
      int event,
      EventDeclaration declaration,
      Sampling sampling,
      Map<MetricDeclaration, MetricStore> metrics,
      List<DerivedStore> derived,
      Set<String> disabledDimensions) {
    List<CompiledInput> inputs = new ArrayList<>();
    metrics.forEach(
        (metric, store) -> {
          for (MetricInput input : metric.inputs()) {
            if (input.event().equals(declaration.name())) {
              inputs.add(
                  new CompiledInput(
                      store, event, declaration, sampling, input, disabledDimensions));
            }
          }
        });
    return new CompiledEvent(
        event,
        declaration.fields().size(),
        false,
        inputs.toArray(NO_INPUTS),
        derived.toArray(NO_DERIVED));
  }

  /** The same event after its probe retired: its records are late. */
  public CompiledEvent retire() {
    return new CompiledEvent(event, fieldCount, true, NO_INPUTS, NO_DERIVED);
  }

  /** The same event without the given metrics. */
  public CompiledEvent without(List<DerivedStore> removed) {
    DerivedStore[] remaining =
        Arrays.stream(derived)
            .filter(metric -> !removed.contains(metric))
            .toArray(DerivedStore[]::new);
    return new CompiledEvent(event, fieldCount, retired, inputs, remaining);
  }

  /** The number of fields of its records. */
  public int fieldCount() {
    return fieldCount;
  }

  /** Whether its probe is deactivated and the probe's last windows have closed. */
  public boolean isRetired() {
    return retired;
  }

  /**
   * Aggregates consecutive records of this type in one window. Allocates only for new keys.
   *
   * @param start the position of the first record
   * @param end the position after the last record
   */
  public void apply(long[] words, int start, int end, WindowTables window, RecordView view) {
    for (CompiledInput input : inputs) {
      input.apply(words, start, end, window, view);
    }
    if (derived.length > 0) {
      for (int record = start; record < end; record += Slab.HEADER_WORDS + fieldCount) {
        view.moveTo(words, record, event);
        for (DerivedStore metric : derived) {
          metric.accept(view);
        }
      }
    }
  }
}
