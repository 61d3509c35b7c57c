package io.observoor.pipeline.metric;

import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.EventFunction;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.MetricInput.Condition;
import io.observoor.pipeline.Slab;
import java.util.List;
import java.util.Set;

/** A {@link MetricInput} with its names resolved to positions: how one event feeds one metric. */
final class InputPlan {
  private static final int NONE = -1;

  private final MetricStore store;
  private final int event;
  private final int stride;
  private final long keyOfSampling;

  /** Positions in a record, counted from its first word. */
  private final int value;

  private final int count;

  private final Test[] tests;
  private final Code[] codes;

  /**
   * Resolves an input.
   *
   * @param event the event's index in its probe
   * @param samplingIndex how the event is sampled, by its index
   * @param disabledDimensions options of dimensions whose code is always 0
   */
  InputPlan(
      MetricStore store,
      int event,
      EventDeclaration declaration,
      int samplingIndex,
      MetricInput input,
      Set<String> disabledDimensions) {
    this.store = store;
    this.event = event;
    stride = Slab.HEADER_WORDS + declaration.fields().size();
    keyOfSampling = RowKey.ofSampling(samplingIndex);
    value = input.valueField().map(field -> position(declaration, field)).orElse(NONE);
    count = input.countField().map(field -> position(declaration, field)).orElse(NONE);
    tests =
        input.conditions().stream()
            .map(condition -> new Test(declaration, condition))
            .toArray(Test[]::new);
    codes = new Code[input.codes().size()];
    for (int i = 0; i < codes.length; i++) {
      Dimension dimension = store.dimensions().get(i);
      boolean disabled = dimension.option().filter(disabledDimensions::contains).isPresent();
      CodeSource source = disabled ? CodeSource.constant(0) : input.codes().get(i);
      codes[i] = Code.of(declaration, source, store.dictionary(i));
    }
  }

  private static int position(EventDeclaration event, String field) {
    return Slab.HEADER_WORDS + event.fieldIndex(field);
  }

  /**
   * Adds a run of records to a window.
   *
   * @param from where the first record begins
   * @param end where the last one ends
   */
  void apply(long[] words, int from, int end, WindowTables window, RecordView view) {
    if (store.isFailed()) {
      return;
    }
    MetricTable table = window.table(store);
    if (tests.length == 0 && codes.length == 0 && value != NONE && count == NONE) {
      table.addRun(words, from, end, stride, keyOfSampling, value);
    } else {
      for (int at = from; at < end; at += stride) {
        add(table, words, at, view);
      }
    }
  }

  private void add(MetricTable table, long[] words, int at, RecordView view) {
    for (Test test : tests) {
      if (!test.holds(words, at)) {
        return;
      }
    }
    long stands = count == NONE ? 1 : words[at + count];
    if (stands <= 0) {
      return; // an event that stands for nothing makes no row
    }
    long amount = value == NONE ? 0 : words[at + value];
    long key = RowKey.of(words[at + 1], words[at + 2], keyOfSampling);
    if (codes.length == 0) {
      table.add(table.row(key), amount, stands);
    } else if (fillCodes(words, at, view)) {
      table.add(table.row(key, store.codes), amount, stands);
    }
  }

  private boolean fillCodes(long[] words, int at, RecordView view) {
    if (store.isFailed()) {
      return false;
    }
    for (int i = 0; i < codes.length; i++) {
      Code code = codes[i];
      if (code.function == null) {
        store.codes[i] = code.plain(words, at);
      } else {
        view.moveTo(words, at, event);
        try {
          store.codes[i] = code.function.applyAsLong(view);
        } catch (Throwable e) { // whatever a probe's code throws must not end the thread
          store.fail(e);
          return false;
        }
      }
    }
    return true;
  }

  /** A resolved {@link Condition}. */
  private static final class Test {
    private final int field;
    private final boolean equal;
    private final long operand;

    Test(EventDeclaration event, Condition condition) {
      field = position(event, condition.field());
      equal = condition.comparison() == Condition.Comparison.EQUAL;
      operand = condition.operand();
    }

    boolean holds(long[] words, int at) {
      long found = words[at + field];
      return equal ? found == operand : found > operand;
    }
  }

  /** A resolved {@link CodeSource}: a function, a text, a field, or else a constant. */
  private static final class Code {
    private final EventFunction function;
    private final TextDictionary dictionary;
    private final int[] textFields;
    private final int field;
    private final long constant;

    private Code(
        EventFunction function,
        TextDictionary dictionary,
        int[] textFields,
        int field,
        long constant) {
      this.function = function;
      this.dictionary = dictionary;
      this.textFields = textFields;
      this.field = field;
      this.constant = constant;
    }

    static Code of(EventDeclaration event, CodeSource source, TextDictionary dictionary) {
      return switch (source) {
        case CodeSource.Field(String field) ->
            new Code(null, null, null, position(event, field), 0);
        case CodeSource.Constant(long code) -> new Code(null, null, null, NONE, code);
        case CodeSource.Computed(EventFunction function) -> new Code(function, null, null, NONE, 0);
        case CodeSource.Text(List<String> fields) ->
            new Code(
                null,
                dictionary,
                fields.stream().mapToInt(field -> position(event, field)).toArray(),
                NONE,
                0);
      };
    }

    long plain(long[] words, int at) {
      if (field != NONE) {
        return words[at + field];
      }
      return dictionary == null ? constant : dictionary.code(words, at, textFields);
    }
  }
}
