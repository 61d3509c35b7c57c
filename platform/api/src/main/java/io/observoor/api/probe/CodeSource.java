package io.observoor.api.probe;

import java.util.List;

/** The origin of a dimension's code in one input of a metric. */
public sealed interface CodeSource {

  /** Takes the code from a field of the event. */
  static CodeSource field(String field) {
    return new Field(field);
  }

  /** Uses the same code for every event of this input, such as the direction of a send. */
  static CodeSource constant(long code) {
    return new Constant(code);
  }

  /** Computes the code from the event, such as the label of a port. */
  static CodeSource computed(EventFunction function) {
    return new Computed(function);
  }

  /**
   * Takes the code of the text that these fields of {@link Unit#TEXT} hold together, such as a name
   * or a path.
   */
  static CodeSource text(String... fields) {
    return new Text(List.of(fields));
  }

  /**
   * The value of a field.
   *
   * @param field its name
   */
  record Field(String field) implements CodeSource {}

  /**
   * A constant.
   *
   * @param code the code
   */
  record Constant(long code) implements CodeSource {}

  /**
   * A function of the event.
   *
   * @param function the aggregation thread calls it for every event: it must not block or allocate
   */
  record Computed(EventFunction function) implements CodeSource {}

  /**
   * A text of eight bytes a field, which ends at a zero byte or after the last field. The platform
   * keeps a bounded dictionary for each dimension; texts beyond its bound share one code.
   *
   * @param fields the fields in order
   */
  record Text(List<String> fields) implements CodeSource {

    /** Copies the list. */
    public Text {
      fields = List.copyOf(fields);
    }
  }
}
