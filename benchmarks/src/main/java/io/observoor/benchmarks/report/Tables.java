package io.observoor.benchmarks.report;

import java.util.List;
import java.util.Optional;

/** Formats figures as tables. */
public final class Tables {
  private Tables() {}

  /** Formats the figures of some parts for a terminal. */
  public static String text(Results results, List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append('\n').append(part.title()).append('\n');
      if (part == Part.EVENTS) {
        text.append(EventTable.text(results));
        continue;
      }
      for (Figure figure : figures(part)) {
        Optional<Measurement> measured = results.of(figure);
        text.append(
                "  %-52s %12s %-12s %-14s %s%n"
                    .formatted(
                        figure.what(),
                        measured.map(value -> Amount.format(value.value())).orElse("-"),
                        figure.unit(),
                        verdict(figure, measured),
                        measured.map(Measurement::detail).orElse(""))
                    .stripTrailing())
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String verdict(Figure figure, Optional<Measurement> measured) {
    return figure
        .aim()
        .map(
            aim ->
                aim
                    + measured
                        .map(value -> aim.isMet(value.value()) ? "  ok" : "  MISSED")
                        .orElse(""))
        .orElse("");
  }

  /** Formats all figures for docs/performance.md, with empty cells for missing ones. */
  public static String markdown(Results results) {
    StringBuilder text = new StringBuilder();
    for (Part part : Part.values()) {
      text.append("### ").append(part.title()).append("\n\n`make bench ARGS=\"--only ");
      text.append(part.option()).append("\"`\n\n");
      if (part == Part.EVENTS) {
        text.append(EventTable.markdown(results)).append('\n');
        continue;
      }
      text.append("| | measured | unit | aim |\n|---|---:|---|---:|\n");
      for (Figure figure : figures(part)) {
        text.append(
            "| %s | %s | %s | %s |\n"
                .formatted(
                    figure.what(),
                    results.of(figure).map(value -> Amount.format(value.value())).orElse(""),
                    figure.unit(),
                    figure.aim().map(Aim::toString).orElse("")));
      }
      text.append('\n');
    }
    if (!results.machine().isEmpty()) {
      text.append("Measured on ").append(results.machine()).append(".\n");
    }
    return text.toString();
  }

  private static List<Figure> figures(Part part) {
    return Figures.all().stream().filter(figure -> figure.part() == part).toList();
  }
}
