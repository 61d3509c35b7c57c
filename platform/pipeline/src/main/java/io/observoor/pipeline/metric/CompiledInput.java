package io.observoor.pipeline.metric;

import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.CodeSource;
import io.observoor.api.probe.Dimension;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.EventFunction;
import io.observoor.api.probe.MetricInput;
import io.observoor.api.probe.MetricInput.Condition;
import io.observoor.pipeline.Slab;
import java.util.List;
import java.util.Set;

/** Feeds one event to one metric: a {@link MetricInput} with fields resolved to offsets. */
final class CompiledInput {
  private static final int NONE = -1;

  private final MetricStore store;
  private final int event;
  private final int recordLength;
  private final long samplingKey;

  // Offsets count from a record's first word.
  private final int valueOffset;
  private final int countOffset;
  private final CompiledCondition[] conditions;
  private final CompiledCode[] codes;

  /**
   * Compiles an input.
   *
   * @param event the event's index in its probe
   * @param disabledDimensions options of disabled dimensions, whose code is always 0
   */
  CompiledInput(
      MetricStore store,
      int event,
      EventDeclaration declaration,
      Sampling sampling,
      MetricInput input,
      Set<String> disabledDimensions) {
    this.store = store;
    this.event = event;
    recordLength = Slab.HEADER_WORDS + declaration.fields().size();
    samplingKey = RowKey.ofSampling(store.samplingIndex(sampling));
    valueOffset = input.valueField().map(field -> offset(declaration, field)).orElse(NONE);
    countOffset = input.countField().map(field -> offset(declaration, field)).orElse(NONE);
    conditions =
        input.conditions().stream()
            .map(condition -> new CompiledCondition(declaration, condition))
            .toArray(CompiledCondition[]::new);
    codes = new CompiledCode[input.codes().size()];
    for (int i = 0; i < codes.length; i++) {
      Dimension dimension = store.dimensions().get(i);
      boolean disabled = dimension.option().filter(disabledDimensions::contains).isPresent();
      CodeSource source = disabled ? CodeSource.constant(0) : input.codes().get(i);
      codes[i] = CompiledCode.of(declaration, source, store.dictionary(i));
    }
  }

  private static int offset(EventDeclaration event, String field) {
    return Slab.HEADER_WORDS + event.fieldIndex(field);
  }

  /**
   * Adds consecutive records to a window.
   *
   * @param start the position of the first record
   * @param end the position after the last record
   */
  void apply(long[] words, int start, int end, WindowTables window, RecordView view) {
    if (store.isFailed()) {
      return;
    }
    MetricTable table = window.table(store);
    if (conditions.length == 0 && codes.length == 0 && valueOffset != NONE && countOffset == NONE) {
      table.addRun(words, start, end, recordLength, samplingKey, valueOffset);
    } else {
      for (int record = start; record < end; record += recordLength) {
        add(table, words, record, view);
      }
    }
  }

  private void add(MetricTable table, long[] words, int record, RecordView view) {
    for (CompiledCondition condition : conditions) {
      if (!condition.holds(words, record)) {
        return;
      }
    }
    long count = countOffset == NONE ? 1 : words[record + countOffset];
    if (count <= 0) {
      return; // An event that counts nothing creates no row.
    }
    long value = valueOffset == NONE ? 0 : words[record + valueOffset];
    long key = RowKey.of(words[record + 1], words[record + 2], samplingKey);
    if (codes.length == 0) {
      table.add(table.row(key), value, count);
    } else if (fillCodes(words, record, view)) {
      table.add(table.row(key, store.codes), value, count);
    }
  }

  private boolean fillCodes(long[] words, int record, RecordView view) {
    if (store.isFailed()) {
      return false;
    }
    for (int i = 0; i < codes.length; i++) {
      CompiledCode code = codes[i];
      if (code.function == null) {
        store.codes[i] = code.read(words, record);
      } else {
        view.moveTo(words, record, event);
        try {
          store.codes[i] = code.function.applyAsLong(view);
        } catch (Throwable e) { // A probe's code must not end the thread.
          store.fail(e);
          return false;
        }
      }
    }
    return true;
  }

  /** A {@link Condition} with its field resolved. */
  private static final class CompiledCondition {
    private final int fieldOffset;
    private final boolean equal;
    private final long operand;

    CompiledCondition(EventDeclaration event, Condition condition) {
      fieldOffset = offset(event, condition.field());
      equal = condition.comparison() == Condition.Comparison.EQUAL;
      operand = condition.operand();
    }

    boolean holds(long[] words, int record) {
      long value = words[record + fieldOffset];
      return equal ? value == operand : value > operand;
    }
  }

  /** A {@link CodeSource}: a function, a text, a field or a constant. */
  private static final class CompiledCode {
    private final EventFunction function;
    private final TextDictionary dictionary;
    private final int[] textOffsets;
    private final int fieldOffset;
    private final long constant;

    private CompiledCode(
        EventFunction function,
        TextDictionary dictionary,
        int[] textOffsets,
        int fieldOffset,
        long constant) {
      this.function = function;
      this.dictionary = dictionary;
      this.textOffsets = textOffsets;
      this.fieldOffset = fieldOffset;
      this.constant = constant;
    }

    static CompiledCode of(EventDeclaration event, CodeSource source, TextDictionary dictionary) {
      return switch (source) {
        case CodeSource.Field(String field) ->
            new CompiledCode(null, null, null, offset(event, field), 0);
        case CodeSource.Constant(long code) -> new CompiledCode(null, null, null, NONE, code);
        case CodeSource.Computed(EventFunction function) ->
            new CompiledCode(function, null, null, NONE, 0);
        case CodeSource.Text(List<String> fields) ->
            new CompiledCode(
                null,
                dictionary,
                fields.stream().mapToInt(field -> offset(event, field)).toArray(),
                NONE,
                0);
      };
    }

    long read(long[] words, int record) {
      if (fieldOffset != NONE) {
        return words[record + fieldOffset];
      }
      return dictionary == null ? constant : dictionary.code(words, record, textOffsets);
    }
  }
}
