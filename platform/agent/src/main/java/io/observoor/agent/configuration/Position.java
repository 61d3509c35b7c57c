package io.observoor.agent.configuration;

import java.util.Comparator;

/**
 * A position in the configuration file.
 *
 * @param line counts from 1
 * @param column counts from 1
 */
public record Position(int line, int column) implements Comparable<Position> {
  /** The position of what is not in the file, such as a missing key; sorts last. */
  static final Position NONE = new Position(Integer.MAX_VALUE, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  /** Formats the position for messages: {@code " at line 3, column 5"}; empty for none. */
  String phrase() {
    return equals(NONE) ? "" : " at line " + line + ", column " + column;
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
