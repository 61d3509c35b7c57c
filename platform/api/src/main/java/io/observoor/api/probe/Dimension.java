package io.observoor.api.probe;

import java.util.Map;
import java.util.Optional;

/**
 * A column that tells the rows of a metric apart. Events carry it as a code; the column is the code
 * itself or the text that it reads as.
 *
 * @param name the column's name
 * @param reading how a code reads
 * @param option the configuration key below {@code sinks.aggregated.dimensions} that switches the
 *     dimension off ({@code disk.include_device}): every code is then 0, whose text is used for all
 *     rows
 */
public record Dimension(String name, Reading reading, Optional<String> option) {

  /** The column is the code itself, as an unsigned 32-bit number. */
  public static Dimension number(String name) {
    return new Dimension(name, new Reading.Numeric(), Optional.empty());
  }

  /**
   * The column is the text of the code; a code that {@code names} lacks reads as {@code otherwise}.
   */
  public static Dimension names(String name, Map<Long, String> names, String otherwise) {
    return new Dimension(name, new Reading.Names(names, otherwise), Optional.empty());
  }

  /**
   * The column is the text that the platform's dictionary holds for the code; see {@link
   * CodeSource#text}.
   */
  public static Dimension text(String name) {
    return new Dimension(name, new Reading.Dictionary(), Optional.empty());
  }

  /** The same, switched by a key of the configuration. */
  public Dimension option(String key) {
    return new Dimension(name, reading, Optional.of(key));
  }

  /** How a code becomes the value of the column. */
  public sealed interface Reading {
    /** As it is. */
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

    /** By the dictionary that the platform fills from the events' text fields. */
    record Dictionary() implements Reading {}
  }
}
