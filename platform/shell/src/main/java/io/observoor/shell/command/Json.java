package io.observoor.shell.command;

import java.util.Map;

/**
 * Maps, lists, texts, numbers and booleans as JSON, indented by two spaces. The order of fields is
 * that of the maps. There is no JSON library among the bundles, and writing takes no more than
 * this.
 */
public final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /** A value as JSON. */
  public static String of(Object value) {
    Json json = new Json();
    json.value(value, 0);
    return json.text.toString();
  }

  private void value(Object value, int depth) {
    switch (value) {
      case null -> text.append("null");
      case Map<?, ?> map -> object(map, depth);
      case Iterable<?> list -> array(list, depth);
      case Double number when !Double.isFinite(number) -> text.append("null");
      case Number number -> text.append(number);
      case Boolean flag -> text.append(flag);
      default -> string(value.toString());
    }
  }

  private void object(Map<?, ?> map, int depth) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      line(depth + 1);
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), depth + 1);
      separator = ",";
    }
    end(map.isEmpty(), depth, '}');
  }

  private void array(Iterable<?> list, int depth) {
    text.append('[');
    String separator = "";
    for (Object element : list) {
      text.append(separator);
      line(depth + 1);
      value(element, depth + 1);
      separator = ",";
    }
    end(separator.isEmpty(), depth, ']');
  }

  private void end(boolean empty, int depth, char bracket) {
    if (!empty) {
      line(depth);
    }
    text.append(bracket);
  }

  private void line(int depth) {
    text.append('\n').append("  ".repeat(depth));
  }

  private void string(String value) {
    text.append('"');
    for (int at = 0; at < value.length(); at++) {
      character(value, at);
    }
    text.append('"');
  }

  private void character(String value, int at) {
    char character = value.charAt(at);
    switch (character) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (character < ' ' || character == 0x7f || isAlone(value, at)) {
          text.append(String.format("\\u%04x", (int) character));
        } else {
          text.append(character);
        }
      }
    }
  }

  /** Half a character has no UTF-8, but JSON can say it. */
  private static boolean isAlone(String value, int at) {
    char character = value.charAt(at);
    if (Character.isHighSurrogate(character)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(character)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }
}
