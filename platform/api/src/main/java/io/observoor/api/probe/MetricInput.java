package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one event enters a metric.
 *
 * @param event the event's name
 * @param valueField the field that is summed, compared and put into the histogram; if absent, the
 *     sum stays 0
 * @param countField the field with the number of occurrences that the event stands for; if absent,
 *     1
 * @param conditions the event enters the metric if all hold
 * @param codes the origin of each dimension's code, in the order of the metric's dimensions
 */
public record MetricInput(
    String event,
    Optional<String> valueField,
    Optional<String> countField,
    List<Condition> conditions,
    List<CodeSource> codes) {

  /** Copies the lists. */
  public MetricInput {
    conditions = List.copyOf(conditions);
    codes = List.copyOf(codes);
  }

  /** Counts every event of this name as 1, without a value. */
  public static MetricInput of(String event) {
    return new MetricInput(event, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /** Sets the field that holds the value. */
  public MetricInput value(String field) {
    return new MetricInput(event, Optional.of(field), countField, conditions, codes);
  }

  /** Sets the field that holds the number of occurrences. */
  public MetricInput count(String field) {
    return new MetricInput(event, valueField, Optional.of(field), conditions, codes);
  }

  /** Requires that a field equals {@code operand}. */
  public MetricInput whenEqual(String field, long operand) {
    return when(new Condition(field, Condition.Comparison.EQUAL, operand));
  }

  /** Requires that a field is greater than {@code operand}. */
  public MetricInput whenGreater(String field, long operand) {
    return when(new Condition(field, Condition.Comparison.GREATER, operand));
  }

  private MetricInput when(Condition condition) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new MetricInput(event, valueField, countField, more, codes);
  }

  /** Adds the code of the metric's next dimension. */
  public MetricInput code(CodeSource source) {
    List<CodeSource> more = new ArrayList<>(codes);
    more.add(source);
    return new MetricInput(event, valueField, countField, conditions, more);
  }

  /**
   * A comparison of a field (signed) with a constant.
   *
   * @param field the field's name
   * @param comparison how it is compared
   * @param operand the constant
   */
  public record Condition(String field, Comparison comparison, long operand) {
    /** The kinds of comparison. */
    public enum Comparison {
      /** The field equals the operand. */
      EQUAL,
      /** The field is greater than the operand. */
      GREATER
    }
  }
}
