package io.observoor.agent.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The declaration of one key of the configuration file. Not changed after the initialization of the
 * class that declares it.
 *
 * @param <T> the type of its value
 */
final class Key<T> {
  private final String path;
  private final ValueType<T> type;
  private final List<Constraint<T>> constraints = new ArrayList<>();
  private Optional<T> defaultValue = Optional.empty();
  private Optional<String> requiredMeaning = Optional.empty();
  private Optional<Unsupported<T>> unsupported = Optional.empty();
  private Optional<Property<T>> property = Optional.empty();

  /**
   * A condition on the value.
   *
   * @param requirement completes "key 'x' must be …"
   */
  record Constraint<T>(Predicate<T> holds, String requirement) {}

  private record Unsupported<T>(String part, Predicate<T> asked) {}

  private record Property<T>(String name, Function<T, Object> convert) {}

  /**
   * A key that may be absent and then has no value.
   *
   * @param path names separated by dots; {@code <noun>} stands for any name of that kind, {@code
   *     []} after a name for each element of a list
   */
  Key(String path, ValueType<T> type) {
    this.path = path;
    this.type = type;
  }

  /** Sets the value of a file without this key. */
  Key<T> orElse(T value) {
    defaultValue = Optional.of(value);
    return this;
  }

  /**
   * Refuses a file without this key.
   *
   * @param meaning what the key sets, for the message
   */
  Key<T> required(String meaning) {
    requiredMeaning = Optional.of(meaning);
    return this;
  }

  /** Adds a condition on the value. */
  Key<T> must(Predicate<T> holds, String requirement) {
    constraints.add(new Constraint<>(holds, requirement));
    return this;
  }

  /** Accepts values that ask for a part that is not implemented, with a warning that names it. */
  Key<T> unsupported(String part, Predicate<T> asked) {
    unsupported = Optional.of(new Unsupported<>(part, asked));
    return this;
  }

  /** Passes the value on to a bundle as this property of its OSGi configuration. */
  Key<T> property(String name, Function<T, Object> convert) {
    property = Optional.of(new Property<>(name, convert));
    return this;
  }

  /** Passes the value on unchanged. */
  Key<T> property(String name) {
    return property(name, value -> value);
  }

  /** Refuses 0. */
  static Key<Long> positive(Key<Long> key) {
    return key.must(number -> number > 0, "greater than 0");
  }

  /** Refuses 0. */
  static Key<Duration> lasting(Key<Duration> key) {
    return key.must(duration -> !duration.isZero(), "longer than 0");
  }

  String path() {
    return path;
  }

  ValueType<T> type() {
    return type;
  }

  Optional<T> defaultValue() {
    return defaultValue;
  }

  List<Constraint<T>> constraints() {
    return constraints;
  }

  /** What the key sets; empty if it may be absent. */
  Optional<String> requiredMeaning() {
    return requiredMeaning;
  }

  /** The part that a value asks for and that is not implemented. */
  Optional<String> unsupportedPart(T value) {
    return unsupported.filter(it -> it.asked().test(value)).map(Unsupported::part);
  }

  /** Adds the value, if there is one, to the properties of a bundle that is to get it. */
  void export(Settings settings, Map<String, Object> properties) {
    property.ifPresent(
        it ->
            settings
                .find(this)
                .ifPresent(value -> properties.put(it.name(), it.convert().apply(value))));
  }

  /** Whether messages must not show the value. */
  boolean secret() {
    return type.equals(ValueType.SECRET);
  }

  @Override
  public String toString() {
    return path;
  }
}
