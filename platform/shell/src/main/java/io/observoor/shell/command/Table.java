package io.observoor.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A text table whose columns are as wide as their widest cell. Not thread-safe. */
public final class Table {
  private static final String GAP = "  ";

  private record Cell(String text, String coloured) {}

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** Creates an empty table; a heading that begins with &gt; aligns its column to the right. */
  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** A row, which {@link #cell} fills from left to right. */
  public static final class Row {
    private final List<Cell> cells = new ArrayList<>();

    private Row() {}

    /** Adds a cell. */
    public Row cell(Object value) {
      return cell(value, UnaryOperator.identity());
    }

    /** Adds a cell; the colour does not count as width. */
    public Row cell(Object value, UnaryOperator<String> colour) {
      String text = String.valueOf(value);
      cells.add(new Cell(text, colour.apply(text)));
      return this;
    }
  }

  /** Adds a row. */
  public Row row() {
    Row row = new Row();
    rows.add(row.cells);
    return row;
  }

  /** Returns the lines, headings first. */
  public List<String> lines(UnaryOperator<String> headingColour) {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = heading(column).length();
      for (List<Cell> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).text.length());
      }
    }
    List<Cell> first = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      first.add(new Cell(heading(column), headingColour.apply(heading(column))));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(first, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String heading(int column) {
    return headings.get(column).replaceFirst("^>", "");
  }

  private String line(List<Cell> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      Cell cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.text.length());
      boolean last = column == widths.length - 1;
      line.append(column == 0 ? "" : GAP);
      if (headings.get(column).startsWith(">")) {
        line.append(padding).append(cell.coloured);
      } else {
        line.append(cell.coloured).append(last ? "" : padding);
      }
    }
    return line.toString().stripTrailing();
  }
}
