package io.observoor.agent.configuration;

/**
 * A place in the configuration file.
 *
 * @param line the line, the first is 1
 * @param column the column, the first is 1
 */
public record Position(int line, int column) implements Comparable<Position> {
  /**
   * The position of what is not in the file, such as a missing key. It sorts behind every other.
   */
  static final Position NOWHERE = new Position(Integer.MAX_VALUE, 0);

  /**
   * As it stands in messages: {@code " at line 3, column 5"}, or nothing for what is not in the
   * file.
   */
  String phrase() {
    return equals(NOWHERE) ? "" : " at line " + line + ", column " + column;
  }

  @Override
  public int compareTo(Position other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
