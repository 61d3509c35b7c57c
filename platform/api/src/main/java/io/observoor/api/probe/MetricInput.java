package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one event feeds a metric.
 *
 * @param event the event's name
 * @param valueField the field that is summed (and compared, and put into the histogram); none: the
 *     sum stays 0
 * @param countField the field that says how many the event stands for; none: 1
 * @param conditions all must hold, else the event does not count
 * @param codes where the code of each dimension comes from, in the order of the metric's dimensions
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

  /** Every event of this name counts 1 and has no amount. */
  public static MetricInput of(String event) {
    return new MetricInput(event, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /** The same with a field as its amount. */
  public MetricInput value(String field) {
    return new MetricInput(event, Optional.of(field), countField, conditions, codes);
  }

  /** The same with a field that says how many it stands for. */
  public MetricInput count(String field) {
    return new MetricInput(event, valueField, Optional.of(field), conditions, codes);
  }

  /** The same, only for events whose field equals {@code operand}. */
  public MetricInput whenEqual(String field, long operand) {
    return when(new Condition(field, Condition.Comparison.EQUAL, operand));
  }

  /** The same, only for events whose field is greater than {@code operand}. */
  public MetricInput whenGreater(String field, long operand) {
    return when(new Condition(field, Condition.Comparison.GREATER, operand));
  }

  private MetricInput when(Condition condition) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new MetricInput(event, valueField, countField, more, codes);
  }

  /** The same with the code of the metric's next dimension. */
  public MetricInput code(CodeSource source) {
    List<CodeSource> more = new ArrayList<>(codes);
    more.add(source);
    return new MetricInput(event, valueField, countField, conditions, more);
  }

  /**
   * A comparison of a field (signed) with a constant.
   *
   * @param field the field's name
   * @param comparison how
   * @param operand with what
   */
  public record Condition(String field, Comparison comparison, long operand) {
    /** The comparisons there are. */
    public enum Comparison {
      /** The field equals the operand. */
      EQUAL,
      /** The field is greater than the operand. */
      GREATER
    }
  }
}
