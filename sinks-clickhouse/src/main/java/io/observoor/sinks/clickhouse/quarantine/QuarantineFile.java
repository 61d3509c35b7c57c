package io.observoor.sinks.clickhouse.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of refused rows of one table and batch: a header line, then one line for each row.
 *
 * @param path the path of the file
 * @param header its first line
 */
public record QuarantineFile(Path path, Header header) {
  static final String SUFFIX = ".ndjson";
  static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /**
   * The first line of a file.
   *
   * @param table the table that refused the rows
   * @param batch the sequence of their batch
   * @param rows the number of rows
   * @param time when they were refused, ISO 8601
   * @param reason the server's message
   */
  public record Header(String table, long batch, int rows, String time, String reason) {
    String line() {
      return GSON.toJson(this) + "\n";
    }
  }

  /** Reads the header of a file; empty when the first line is not a header. */
  static Optional<QuarantineFile> read(Path path) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path, UTF_8)) {
      return Optional.ofNullable(GSON.fromJson(reader.readLine(), Header.class))
          .filter(it -> it.table() != null && it.time() != null && it.reason() != null)
          .map(header -> new QuarantineFile(path, header));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  /** Returns the offset of the first row, behind the header. */
  long rowsOffset() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path, UTF_8)) {
      return reader.readLine().getBytes(UTF_8).length + 1L;
    }
  }
}
