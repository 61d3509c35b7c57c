package io.observoor.api.probe;

import java.util.Map;
import java.util.Optional;

/**
 * A column that distinguishes the rows of a metric. Events carry it as a code; the column holds the
 * code itself or its text.
 *
 * @param name the column's name
 * @param reading how a code becomes the column's value
 * @param option the configuration key below {@code sinks.aggregated.dimensions} that switches the
 *     dimension off ({@code disk.include_device}): then every row has the code 0
 */
public record Dimension(String name, Reading reading, Optional<String> option) {

  /** A column that holds the code itself, as an unsigned 32-bit number. */
  public static Dimension number(String name) {
    return new Dimension(name, new Reading.Numeric(), Optional.empty());
  }

  /**
   * A column that holds the text of the code; {@code otherwise} for a code that {@code names}
   * lacks.
   */
  public static Dimension names(String name, Map<Long, String> names, String otherwise) {
    return new Dimension(name, new Reading.Names(names, otherwise), Optional.empty());
  }

  /**
   * A column that holds the text which the platform's dictionary has for the code; see {@link
   * CodeSource#text}.
   */
  public static Dimension text(String name) {
    return new Dimension(name, new Reading.Dictionary(), Optional.empty());
  }

  /** Lets a key of the configuration switch the dimension. */
  public Dimension option(String key) {
    return new Dimension(name, reading, Optional.of(key));
  }

  /** How a code becomes the value of the column. */
  public sealed interface Reading {
    /** The code itself. */
    record Numeric() implements Reading {}

    /**
     * By a fixed table.
     *
     * @param names text by code
     * @param otherwise the text of any other code
     */
    record Names(Map<Long, String> names, String otherwise) implements Reading {

      /** Copies the map. */
      public Names {
        names = Map.copyOf(names);
      }
    }

    /** The text from the dictionary that the platform fills from the events' text fields. */
    record Dictionary() implements Reading {}
  }
}
