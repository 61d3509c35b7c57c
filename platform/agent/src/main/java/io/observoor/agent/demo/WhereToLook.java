package io.observoor.agent.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a newcomer where the files are and how to open them. */
final class WhereToLook {
  private WhereToLook() {}

  /** The lines to print. They name a table that is really there, where rows go to files at all. */
  static List<String> lines(Path data) {
    return anyTable(data).map(table -> ofFiles(data, table)).orElseGet(() -> ofOtherSinks(data));
  }

  private static List<String> ofOtherSinks(Path data) {
    return List.of(
        "",
        "The first rows are delivered. Where to, and how many:",
        "  observoor shell --data " + data + " sinks",
        "Ctrl-C ends it.",
        "");
  }

  private static List<String> ofFiles(Path data, String table) {
    String files = data.resolve(table).resolve("**").resolve("*.parquet").toString();
    return List.of(
        "",
        "The first rows are in " + data + ", a directory for each table. To look at them:",
        "  duckdb -c \"SELECT * FROM read_parquet('" + files + "') LIMIT 20\"",
        "  python3 -c \"import pyarrow.dataset as d; print(d.dataset('"
            + data.resolve(table)
            + "', format='parquet').head(20).to_pylist())\"",
        "Ctrl-C ends it.",
        "");
  }

  /**
   * The alphabetically last table is as good as any; a table's directory has one for each day in
   * it.
   */
  private static Optional<String> anyTable(Path data) {
    try (Stream<Path> directories = Files.list(data)) {
      return directories
          .filter(WhereToLook::isTable)
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
