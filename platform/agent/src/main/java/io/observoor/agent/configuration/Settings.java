package io.observoor.agent.configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The values of a configuration file with their positions, and the defaults of absent keys. */
final class Settings {
  /** A value in the file. */
  record Setting<T>(Key<T> key, T value, Position position) {
    /** The part that the value asks for and that is not implemented. */
    Optional<String> unsupportedPart() {
      return key.unsupportedPart(value);
    }
  }

  private final Map<String, Setting<?>> values = new LinkedHashMap<>();
  private final Map<String, List<String>> names = new HashMap<>();
  private final Map<String, Position> sections = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  /** Stores a value under its full path. */
  void put(String path, Setting<?> setting) {
    values.put(path, setting);
  }

  /** Records that the file has a section. */
  void section(String path, Position position) {
    sections.put(path, position);
  }

  /** Records a name that the user chose in a section, or the index of an element of a list. */
  void name(String section, String name) {
    names.computeIfAbsent(section, path -> new ArrayList<>()).add(name);
  }

  /** Records that the value of a key was refused, so that no rule checks its default instead. */
  void refused(String path) {
    refused.add(path);
  }

  /**
   * Returns the value of a key that has a value or a default.
   *
   * @param chosen replace the {@code <noun>} and {@code []} of its path
   */
  <T> T get(Key<T> key, String... chosen) {
    return find(key, chosen)
        .orElseThrow(
            () -> new IllegalStateException(key.path() + " has neither value nor default"));
  }

  /** Returns the value of a key, or its default, or nothing. */
  <T> Optional<T> find(Key<T> key, String... chosen) {
    Setting<?> setting = values.get(path(key, chosen));
    if (setting == null) {
      return key.defaultValue();
    }
    @SuppressWarnings("unchecked") // a setting's value has the type of its key
    T value = (T) setting.value();
    return Optional.of(value);
  }

  /** Whether the file sets the key. */
  boolean isSet(Key<?> key, String... chosen) {
    return values.containsKey(path(key, chosen));
  }

  /** Whether the file has a key with this full path, valid or not. */
  boolean isPresent(String path) {
    return values.containsKey(path) || refused.contains(path);
  }

  /** Whether the key's value was not refused. */
  boolean isValid(Key<?> key, String... chosen) {
    return !refused.contains(path(key, chosen));
  }

  /** Returns the position of a key's value, else of its section. */
  Position position(Key<?> key, String... chosen) {
    String path = path(key, chosen);
    Setting<?> setting = values.get(path);
    return setting != null
        ? setting.position()
        : sectionPosition(path.substring(0, Math.max(0, path.lastIndexOf('.'))))
            .orElse(Position.NONE);
  }

  /** Returns the position of a section that the file has. */
  Optional<Position> sectionPosition(String path) {
    return Optional.ofNullable(sections.get(path));
  }

  /** Returns the chosen names of a section, or the indexes of a list, in the file's order. */
  List<String> names(String section) {
    return names.getOrDefault(section, List.of());
  }

  /** Returns the values that the file sets, in its order. */
  Collection<Setting<?>> all() {
    return values.values();
  }

  /** Returns the paths at which the values differ, defaults included, except those of sinks. */
  List<String> differences(Settings other) {
    Map<String, Key<?>> paths = new TreeMap<>();
    values.forEach((path, setting) -> paths.put(path, setting.key()));
    other.values.forEach((path, setting) -> paths.put(path, setting.key()));
    paths.values().removeAll(SinkKeys.all());
    paths.values().remove(ConfigurationKeys.AGGREGATED_ENABLED);
    return paths.keySet().stream()
        .filter(
            path ->
                !Objects.equals(value(path, paths.get(path)), other.value(path, paths.get(path))))
        .toList();
  }

  private Object value(String path, Key<?> key) {
    Setting<?> setting = values.get(path);
    return setting == null ? key.defaultValue().orElse(null) : setting.value();
  }

  /** Returns the full path of a key. */
  static String path(Key<?> key, String... chosen) {
    String path = key.path();
    for (String name : chosen) {
      int list = path.indexOf("[]");
      path =
          list >= 0
              ? path.substring(0, list + 1) + name + path.substring(list + 1)
              : path.substring(0, path.indexOf('<')) + name + path.substring(path.indexOf('>') + 1);
    }
    return path;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
