package io.observoor.agent.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The declaration of one key of the configuration file.
 *
 * @param path where it stands: names with dots between; {@code <noun>} stands for any name of that
 *     kind, {@code []} behind a name for every element of a list
 * @param type how its value is written
 * @param defaultValue what holds when the key is not in the file; nothing if it is required or
 *     simply absent
 * @param required a file without it is refused
 * @param constraints what the value must satisfy
 * @param pending what its use asks for that this version does not have yet
 * @param meaning what the user sets with it, one sentence
 * @param <T> what the value becomes
 */
record Key<T>(
    String path,
    ValueType<T> type,
    Optional<T> defaultValue,
    boolean required,
    List<Constraint<T>> constraints,
    Optional<Pending<T>> pending,
    String meaning) {

  /**
   * What a value must satisfy.
   *
   * @param holds the test
   * @param requirement completes "key 'x' must be …"
   * @param <T> what the value is
   */
  record Constraint<T>(Predicate<T> holds, String requirement) {}

  /**
   * A part of the agent that is still to be built.
   *
   * @param part its name, for the one line that the agent says at its start
   * @param asked the values that ask for it
   * @param <T> what the value is
   */
  record Pending<T>(String part, Predicate<T> asked) {}

  /** A key with a default. */
  static <T> Key<T> withDefault(String path, ValueType<T> type, T defaultValue, String meaning) {
    return new Key<>(
        path, type, Optional.of(defaultValue), false, List.of(), Optional.empty(), meaning);
  }

  /** A key that may be absent and then has no value. */
  static <T> Key<T> optional(String path, ValueType<T> type, String meaning) {
    return new Key<>(path, type, Optional.empty(), false, List.of(), Optional.empty(), meaning);
  }

  /** A key that a file must have. */
  static <T> Key<T> required(String path, ValueType<T> type, String meaning) {
    return new Key<>(path, type, Optional.empty(), true, List.of(), Optional.empty(), meaning);
  }

  /** The same key, with one more constraint. */
  Key<T> must(Predicate<T> holds, String requirement) {
    List<Constraint<T>> all = new ArrayList<>(constraints);
    all.add(new Constraint<>(holds, requirement));
    return new Key<>(path, type, defaultValue, required, List.copyOf(all), pending, meaning);
  }

  /**
   * The same key; the values that ask for it are accepted, and the agent says that the part is not
   * built yet.
   */
  Key<T> pending(String part, Predicate<T> asked) {
    return new Key<>(
        path,
        type,
        defaultValue,
        required,
        constraints,
        Optional.of(new Pending<>(part, asked)),
        meaning);
  }

  /** Refuses zero. */
  static Key<Long> positive(Key<Long> key) {
    return key.must(number -> number > 0, "greater than 0");
  }

  /** Refuses zero. */
  static Key<Duration> lasting(Key<Duration> key) {
    return key.must(duration -> !duration.isZero(), "longer than 0");
  }

  /** True if no message may show its value. */
  boolean secret() {
    return type.equals(ValueType.SECRET);
  }
}
