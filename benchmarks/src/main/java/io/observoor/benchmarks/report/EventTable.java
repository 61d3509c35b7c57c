package io.observoor.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table of the part {@code events}, with a row for each kind. */
final class EventTable {
  private EventTable() {}

  static List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      for (EventColumn column : EventColumn.values()) {
        figures.add(
            Figure.of(
                column.figure(kind),
                Part.EVENTS,
                kind.what() + ": " + column.heading(),
                column.unit()));
      }
    }
    return figures;
  }

  /** Formats for a terminal; the file of results has the spread of each figure. */
  static String text(Results results) {
    StringBuilder text = new StringBuilder("  %-42s".formatted("ns/event"));
    for (EventColumn column : EventColumn.values()) {
      text.append(("%" + width(column) + "s").formatted(column.heading()));
    }
    text.append('\n');
    for (EventKind kind : EventKind.values()) {
      StringBuilder row = new StringBuilder("  %-42s".formatted(kind.what()));
      for (EventColumn column : EventColumn.values()) {
        row.append(("%" + width(column) + "s").formatted(cell(results, kind, column, "-")));
      }
      text.append(row).append('\n');
    }
    return text.toString();
  }

  private static int width(EventColumn column) {
    return Math.max(9, column.heading().length()) + 2;
  }

  /** Formats for docs/performance.md. */
  static String markdown(Results results) {
    List<EventColumn> columns = List.of(EventColumn.values());
    StringBuilder text = new StringBuilder("| ns/event |");
    columns.forEach(column -> text.append(' ').append(column.heading()).append(" |"));
    text.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
    for (EventKind kind : EventKind.values()) {
      text.append("| ").append(kind.what()).append(" | ");
      text.append(
          columns.stream()
              .map(column -> cell(results, kind, column, ""))
              .collect(Collectors.joining(" | ")));
      text.append(" |\n");
    }
    return text.toString();
  }

  private static String cell(Results results, EventKind kind, EventColumn column, String none) {
    Optional<Measurement> measured =
        figures().stream()
            .filter(figure -> figure.id().equals(column.figure(kind)))
            .findFirst()
            .flatMap(results::of);
    return measured.map(value -> Amount.format(value.value())).orElse(none);
  }
}
