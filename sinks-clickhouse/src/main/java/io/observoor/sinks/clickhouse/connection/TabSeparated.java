package io.observoor.sinks.clickhouse.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Reads ClickHouse's format TabSeparated. */
final class TabSeparated {
  private TabSeparated() {}

  static List<List<String>> parse(byte[] bytes) {
    List<List<String>> rows = new ArrayList<>();
    String text = new String(bytes, UTF_8);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      List<String> fields = new ArrayList<>();
      for (String field : text.substring(at, end).split("\t", -1)) {
        fields.add(unescape(field));
      }
      rows.add(List.copyOf(fields));
      at = end + 1;
    }
    return rows;
  }

  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder plain = new StringBuilder(field.length());
    boolean escaped = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (escaped) {
        plain.append(escape(c));
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '0' -> '\0';
      default -> c;
    };
  }
}
