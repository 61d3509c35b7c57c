package io.observoor.testing.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code clickhouse local}: one query over files, in a child process. */
public final class ClickHouseLocal {
  private ClickHouseLocal() {}

  /**
   * Runs a query; returns the fields of each line.
   *
   * @param directory for ClickHouse's own files
   */
  public static List<List<String>> query(Path directory, String sql) {
    try {
      Path errors = Files.createTempFile("observoor-clickhouse", ".log");
      try {
        return query(directory, sql, errors);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<List<String>> query(Path directory, String sql, Path errors)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ClickHouseLibrary.command(
                    List.of("--path=" + directory, "--output-format=TSVRaw", "--query=" + sql)))
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    String log = Files.readString(errors);
    // its exit status is 0 even if it refuses the query
    if (status != 0 || log.contains("DB::Exception")) {
      throw new AssertionError(
          "ClickHouse refuses %s with status %d: %s".formatted(sql, status, log));
    }
    return output.lines().map(line -> List.of(line.split("\t", -1))).toList();
  }
}
