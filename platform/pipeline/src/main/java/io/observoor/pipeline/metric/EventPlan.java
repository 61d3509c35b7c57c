package io.observoor.pipeline.metric;

import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.MetricDeclaration;
import io.observoor.api.probe.MetricInput;
import io.observoor.pipeline.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of the events of one type. Immutable but for what it feeds. */
public final class EventPlan {
  private static final InputPlan[] NO_INPUTS = {};
  private static final DerivedStore[] NO_DERIVED = {};

  private final int event;
  private final int fieldCount;
  private final boolean retired;
  private final InputPlan[] inputs;
  private final DerivedStore[] derived;

  private EventPlan(
      int event, int fieldCount, boolean retired, InputPlan[] inputs, DerivedStore[] derived) {
    this.event = event;
    this.fieldCount = fieldCount;
    this.retired = retired;
    this.inputs = inputs;
    this.derived = derived;
  }

  /**
   * The plan of an event.
   *
   * @param event its index in its probe
   * @param metrics the probe's metrics, each with its store
   * @param derived what sees the event besides
   * @param disabledDimensions options of dimensions whose code is always 0
   */
  public static EventPlan of(
      int event,
      EventDeclaration declaration,
      int samplingIndex,
      Map<MetricDeclaration, MetricStore> metrics,
      List<DerivedStore> derived,
      Set<String> disabledDimensions) {
    List<InputPlan> inputs = new ArrayList<>();
    metrics.forEach(
        (metric, store) -> {
          for (MetricInput input : metric.inputs()) {
            if (input.event().equals(declaration.name())) {
              inputs.add(
                  new InputPlan(
                      store, event, declaration, samplingIndex, input, disabledDimensions));
            }
          }
        });
    return new EventPlan(
        event,
        declaration.fields().size(),
        false,
        inputs.toArray(NO_INPUTS),
        derived.toArray(NO_DERIVED));
  }

  /** The plan of the same events after their probe has gone: all of them are late. */
  public EventPlan retire() {
    return new EventPlan(event, fieldCount, true, NO_INPUTS, NO_DERIVED);
  }

  /** The same plan without metrics that are over. */
  public EventPlan without(List<DerivedStore> over) {
    DerivedStore[] left =
        Arrays.stream(derived)
            .filter(metric -> !over.contains(metric))
            .toArray(DerivedStore[]::new);
    return new EventPlan(event, fieldCount, retired, inputs, left);
  }

  /** How many fields its records have. */
  public int fieldCount() {
    return fieldCount;
  }

  /** Whether its probe has gone and the last windows of it have closed. */
  public boolean isRetired() {
    return retired;
  }

  /**
   * Adds a run of records of this type, all of one window. Allocates nothing but for new keys.
   *
   * @param from where the first record begins
   * @param end where the last one ends
   */
  public void apply(long[] words, int from, int end, WindowTables window, RecordView view) {
    for (InputPlan input : inputs) {
      input.apply(words, from, end, window, view);
    }
    if (derived.length > 0) {
      for (int at = from; at < end; at += Slab.HEADER_WORDS + fieldCount) {
        view.moveTo(words, at, event);
        for (DerivedStore metric : derived) {
          metric.accept(view);
        }
      }
    }
  }
}
