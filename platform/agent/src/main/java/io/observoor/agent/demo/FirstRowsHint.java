package io.observoor.agent.demo;

import io.observoor.agent.configuration.AgentConfiguration;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats the text that shows a new user how to read the first rows. */
final class FirstRowsHint {
  private FirstRowsHint() {}

  /**
   * Formats the lines.
   *
   * @param data the data directory
   * @param sinks those that have stored rows
   */
  static List<String> lines(Path data, List<SinkStatistics> sinks) {
    boolean files = sinks.stream().anyMatch(sink -> sink.name().equals(AgentConfiguration.PARQUET));
    return (files ? anyTable(data) : Optional.<String>empty())
        .map(table -> files(data, table))
        .orElseGet(() -> otherSinks(data, sinks));
  }

  private static List<String> otherSinks(Path data, List<SinkStatistics> sinks) {
    String names = sinks.stream().map(SinkStatistics::name).collect(Collectors.joining(", "));
    return List.of(
        "",
        "The first rows are stored by: " + names + ". To see the state of the sinks:",
        "  observoor shell --data " + data + " sinks",
        "Ctrl-C stops the agent.",
        "");
  }

  private static List<String> files(Path data, String table) {
    Path directory = data.resolve(table);
    return List.of(
        "",
        "The first rows are in " + data + ", one directory for each table. To read a table:",
        "  duckdb -c \"SELECT * FROM read_parquet('" + directory + "/**/*.parquet') LIMIT 20\"",
        "  python3 -c \"import pyarrow.dataset as d; print(d.dataset('"
            + directory
            + "', format='parquet').head(20).to_pylist())\"",
        "Ctrl-C stops the agent.",
        "");
  }

  /** Returns the alphabetically last table; the directory of a table has one for each day. */
  private static Optional<String> anyTable(Path data) {
    try (Stream<Path> directories = Files.list(data)) {
      return directories
          .filter(FirstRowsHint::isTable)
          .map(directory -> directory.getFileName().toString())
          .max(String::compareTo);
    } catch (IOException cause) {
      return Optional.empty();
    }
  }

  private static boolean isTable(Path directory) {
    try (Stream<Path> days = Files.list(directory)) {
      return days.anyMatch(day -> day.getFileName().toString().startsWith("date="));
    } catch (IOException notADirectory) {
      return false;
    }
  }
}
