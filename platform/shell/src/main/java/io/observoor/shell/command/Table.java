package io.observoor.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows in columns that are as wide as their widest cell. Not thread-safe. */
public final class Table {
  private static final String GAP = "  ";

  private record Cell(String text, String shown) {}

  private final List<String> headings;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** An empty table; a heading that begins with &gt; is of a column of numbers. */
  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** A row that can still get its colours. */
  public static final class Row {
    private final List<Cell> cells = new ArrayList<>();

    private Row() {}

    /** The next cell. */
    public Row cell(Object value) {
      return cell(value, UnaryOperator.identity());
    }

    /** The next cell, in colours, which take no room. */
    public Row cell(Object value, UnaryOperator<String> colour) {
      String text = String.valueOf(value);
      cells.add(new Cell(text, colour.apply(text)));
      return this;
    }
  }

  /** A new row below the others. */
  public Row row() {
    Row row = new Row();
    rows.add(row.cells);
    return row;
  }

  /** The lines, headings first. */
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
        line.append(padding).append(cell.shown);
      } else {
        line.append(cell.shown).append(last ? "" : padding);
      }
    }
    return line.toString().stripTrailing();
  }
}
