package io.observoor.agent.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values that a file sets, each with its place; asked for by key, it knows the defaults as
 * well.
 */
final class Settings {
  /**
   * A value in the file.
   *
   * @param key its declaration
   * @param value of the key's type
   * @param position where the value stands
   */
  record Setting(Key<?> key, Object value, Position position) {}

  private final Map<String, Setting> values = new LinkedHashMap<>();
  private final Map<String, List<String>> names = new HashMap<>();
  private final Map<String, Position> sections = new HashMap<>();
  private final Set<String> broken = new HashSet<>();

  /** Keeps a value under its full path. */
  void put(String path, Setting setting) {
    values.put(path, setting);
  }

  /** Remembers that a section is in the file. */
  void section(String path, Position position) {
    sections.put(path, position);
  }

  /** Remembers a name that the user chose in a section, or the number of an element of a list. */
  void name(String section, String name) {
    names.computeIfAbsent(section, path -> new ArrayList<>()).add(name);
  }

  /** Remembers that a key has a value that was refused, so that no rule judges its default. */
  void broken(String path) {
    broken.add(path);
  }

  /**
   * The value of a key that has one or a default; {@code chosen} fill the {@code <noun>} and {@code
   * []} of its path.
   */
  <T> T get(Key<T> key, String... chosen) {
    return find(key, chosen)
        .orElseThrow(
            () -> new IllegalStateException(key.path() + " has neither value nor default"));
  }

  /** The value of a key, else its default, else nothing. */
  <T> Optional<T> find(Key<T> key, String... chosen) {
    Setting setting = values.get(path(key, chosen));
    if (setting == null) {
      return key.defaultValue();
    }
    @SuppressWarnings(
        "unchecked") // put() is called by the parser with what the key's own type made
    T value = (T) setting.value();
    return Optional.of(value);
  }

  /** True if the file itself sets the key. */
  boolean isSet(Key<?> key, String... chosen) {
    return values.containsKey(path(key, chosen));
  }

  /** True if the file has a key under this full path, be its value right or wrong. */
  boolean isPresent(String path) {
    return values.containsKey(path) || broken.contains(path);
  }

  /** True unless the key's value was refused. */
  boolean isSound(Key<?> key, String... chosen) {
    return !broken.contains(path(key, chosen));
  }

  /** Where the value of a key stands, else the section nearest to it, else nowhere. */
  Position position(Key<?> key, String... chosen) {
    String path = path(key, chosen);
    Setting setting = values.get(path);
    if (setting != null) {
      return setting.position();
    }
    int dot = path.lastIndexOf('.');
    return dot < 0
        ? Position.NOWHERE
        : sectionPosition(path.substring(0, dot)).orElse(Position.NOWHERE);
  }

  /** Where a section starts, if it is in the file. */
  Optional<Position> sectionPosition(String path) {
    return Optional.ofNullable(sections.get(path));
  }

  /**
   * The names that the user chose in a section, or the numbers of a list's elements, in the order
   * of the file.
   */
  List<String> names(String section) {
    return names.getOrDefault(section, List.of());
  }

  /** Every value that the file sets, in its order. */
  Iterable<Setting> all() {
    return values.values();
  }

  /** The full path of a key. */
  static String path(Key<?> key, String... chosen) {
    String path = key.path();
    for (String name : chosen) {
      int list = path.indexOf("[]");
      int open = path.indexOf('<');
      if (list >= 0) {
        path = path.substring(0, list + 1) + name + path.substring(list + 1);
      } else {
        path = path.substring(0, open) + name + path.substring(path.indexOf('>') + 1);
      }
    }
    return path;
  }
}
