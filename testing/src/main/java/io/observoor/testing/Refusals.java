package io.observoor.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses inserts into tables in ClickHouse's words. Guarded by its proxy's lock. */
final class Refusals {
  private static final Pattern TABLE =
      Pattern.compile("\\binsert\\s+into\\s+(?:table\\s+)?([\\w.`\"]+)", Pattern.CASE_INSENSITIVE);

  private final Map<String, Refusal> tables = new HashMap<>();

  private record Refusal(int code, int left) {}

  void set(String table, int code, int times) {
    tables.put(table, new Refusal(code, times));
  }

  /**
   * Returns the answer to an insert, and counts it.
   *
   * @return null if the insert passes
   */
  String answer(String statement) {
    String table = table(statement);
    Refusal refusal = tables.get(table);
    if (refusal == null || refusal.left() == 0) {
      return null;
    }
    tables.put(table, new Refusal(refusal.code(), refusal.left() - 1));
    String text =
        "Code: %d. DB::Exception: %s is refused for a test. (REFUSED)\n"
            .formatted(refusal.code(), table);
    return error(text, "X-ClickHouse-Exception-Code: " + refusal.code() + "\r\n");
  }

  /** Returns the table's name without database and quotes. */
  private static String table(String statement) {
    Matcher matcher = TABLE.matcher(statement);
    String name = matcher.find() ? matcher.group(1).replaceAll("[`\"]", "") : "";
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Formats an answer with status 500. */
  static String error(String text, String headers) {
    return "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n"
        + headers
        + "Content-Length: "
        + text.length()
        + "\r\n\r\n"
        + text;
  }
}
