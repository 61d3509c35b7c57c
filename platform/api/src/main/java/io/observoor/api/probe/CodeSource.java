package io.observoor.api.probe;

import java.util.List;

/** Where the code of a dimension comes from for one input of a metric. */
public sealed interface CodeSource {

  /** The code is a field of the event. */
  static CodeSource field(String field) {
    return new Field(field);
  }

  /** The code is the same for every event of this input: the direction of a send. */
  static CodeSource constant(long code) {
    return new Constant(code);
  }

  /** The code is computed from the event: the label of a port. */
  static CodeSource computed(EventFunction function) {
    return new Computed(function);
  }

  /**
   * The code stands for a text that these fields of {@link Unit#TEXT} hold together: a name, a
   * path.
   */
  static CodeSource text(String... fields) {
    return new Text(List.of(fields));
  }

  /**
   * A field as it is.
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
   * @param function called by the aggregation thread for every event: it must not block or allocate
   */
  record Computed(EventFunction function) implements CodeSource {}

  /**
   * A text, eight bytes a field, ended by a zero byte or the last field. The platform keeps a
   * bounded dictionary for each dimension; texts beyond its bound share one code.
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
