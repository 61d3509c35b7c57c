package io.observoor.agent.configuration;

import io.observoor.common.Durations;
import io.observoor.common.Sizes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The written form of a key's value.
 *
 * @param <T> the type of the value
 */
sealed interface ValueType<T> {
  /** Any text. */
  ValueType<String> TEXT = new Scalar<>("a text", Optional::of);

  /** A text that messages do not show. */
  ValueType<Secret> SECRET =
      new Scalar<>(SecretSource.EXPECTED, text -> Optional.of(SecretSource.resolve(text)));

  /** True or false. */
  ValueType<Boolean> FLAG = new Scalar<>("true or false", ValueType::flag);

  /** A whole number that is not negative. */
  ValueType<Long> WHOLE =
      new Scalar<>(
          "a whole number",
          text -> text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty());

  /** A number with decimals. */
  ValueType<Double> NUMBER = new Scalar<>("a number", ValueType::number);

  /** A number of bytes. */
  ValueType<Long> SIZE = new Scalar<>(Sizes.EXPECTED, Sizes::parse);

  /** A duration. */
  ValueType<Duration> DURATION = new Scalar<>(Durations.EXPECTED, Durations::parse);

  /** An address to listen on. */
  ValueType<ListenAddress> LISTEN_ADDRESS =
      new Scalar<>(ListenAddress.EXPECTED, ListenAddress::parse);

  /** A list of texts. */
  ValueType<List<String>> TEXTS = new Texts("text", Set.of());

  /**
   * A single value.
   *
   * @param expected the form that an error message asks for
   * @param parse converts the text; empty if it has another form, an {@link
   *     IllegalArgumentException} for an error with a message of its own
   * @param <T> the type of the value
   */
  record Scalar<T>(String expected, Function<String, Optional<T>> parse) implements ValueType<T> {}

  /**
   * A list of texts.
   *
   * @param noun what messages call an element
   * @param known the allowed texts; any if empty
   */
  record Texts(String noun, Collection<String> known) implements ValueType<List<String>> {}

  /** One of a few words, in lower case. */
  static ValueType<String> oneOf(String... words) {
    List<String> known = Arrays.asList(words);
    return new Scalar<>(
        "one of " + String.join(", ", words),
        text -> {
          String word = text.toLowerCase(Locale.ROOT);
          return known.contains(word) ? Optional.of(word) : Optional.empty();
        });
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> Optional.of(true);
      case "false", "False", "FALSE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Double> number(String text) {
    return NumberPattern.DECIMAL.matcher(text).matches()
        ? Optional.of(Double.valueOf(text))
        : Optional.empty();
  }

  /** Holds the pattern: an interface has no private fields. */
  final class NumberPattern {
    private static final Pattern DECIMAL =
        Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,3})?");

    private NumberPattern() {}
  }
}
