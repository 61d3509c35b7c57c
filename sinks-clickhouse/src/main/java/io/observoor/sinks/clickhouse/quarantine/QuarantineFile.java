package io.observoor.sinks.clickhouse.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of refused rows: a first line that says what they are, and a line for each row.
 *
 * @param path where it is
 * @param table the table that refused them
 * @param batch the batch that they came in
 * @param rows how many they are
 * @param time when they were refused
 * @param reason what the server said
 */
public record QuarantineFile(
    Path path, String table, long batch, int rows, String time, String reason) {
  static final String SUFFIX = ".ndjson";

  /** The first line, in the only form in which it is ever written. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\"table\":\"((?:[^\"\\\\]|\\\\.)*)\",\"batch\":(\\d+),\"rows\":(\\d+),"
              + "\"time\":\"([^\"]*)\",\"reason\":\"((?:[^\"\\\\]|\\\\.)*)\"\\}");

  static String header(String table, long batch, int rows, String time, String reason) {
    StringBuilder line = new StringBuilder();
    JsonRows json = new JsonRows(line);
    line.append("{\"table\":");
    json.text(table);
    line.append(",\"batch\":").append(batch).append(",\"rows\":").append(rows);
    line.append(",\"time\":");
    json.text(time);
    line.append(",\"reason\":");
    // one line without what would have to be told apart when it is read again
    json.text(reason.replaceAll("[\\p{Cntrl}]+", " "));
    return line.append("}\n").toString();
  }

  /** Reads the first line; nothing when the file is none of ours. */
  static Optional<QuarantineFile> read(Path path) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path, UTF_8)) {
      String line = reader.readLine();
      Matcher header = HEADER.matcher(line == null ? "" : line);
      return header.matches()
          ? Optional.of(
              new QuarantineFile(
                  path,
                  unescape(header.group(1)),
                  Long.parseLong(header.group(2)),
                  Integer.parseInt(header.group(3)),
                  header.group(4),
                  unescape(header.group(5))))
          : Optional.empty();
    }
  }

  private static String unescape(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }

  /** Where the rows begin: behind the first line. */
  long rowsBegin() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(path, UTF_8)) {
      return reader.readLine().getBytes(UTF_8).length + 1L;
    }
  }
}
