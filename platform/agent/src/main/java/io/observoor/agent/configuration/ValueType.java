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
 * How the value of a key is written.
 *
 * @param <T> what the value becomes
 */
sealed interface ValueType<T> {
  /** Any text. */
  ValueType<String> TEXT = new Scalar<>("a text", Optional::of);

  /** A text that is never shown. */
  ValueType<Secret> SECRET =
      new Scalar<>(SecretSource.EXPECTED, text -> Optional.of(SecretSource.resolve(text)));

  /** A yes or no. */
  ValueType<Boolean> FLAG = new Scalar<>("true or false", ValueType::flag);

  /** A whole number that is not negative. */
  ValueType<Long> WHOLE =
      new Scalar<>(
          "a whole number",
          text -> text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty());

  /** A number with decimals. */
  ValueType<Double> NUMBER = new Scalar<>("a number", ValueType::number);

  /** An amount of bytes. */
  ValueType<Long> SIZE = new Scalar<>(Sizes.EXPECTED, Sizes::parse);

  /** A length of time. */
  ValueType<Duration> DURATION = new Scalar<>(Durations.EXPECTED, Durations::parse);

  /** Where to listen. */
  ValueType<ListenAddress> LISTEN_ADDRESS =
      new Scalar<>(ListenAddress.EXPECTED, ListenAddress::parse);

  /** A list of any texts. */
  ValueType<List<String>> TEXTS = new Texts("text", Set.of());

  /**
   * One value.
   *
   * @param expected what is to be written, for messages
   * @param parse from the text in the file; nothing if it does not fit, an {@link
   *     IllegalArgumentException} if there is more to say
   * @param <T> what the value becomes
   */
  record Scalar<T>(String expected, Function<String, Optional<T>> parse) implements ValueType<T> {}

  /**
   * A list of texts.
   *
   * @param noun what one of them is, for messages
   * @param known the texts that are allowed; any if empty
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

  /** Holds the pattern that an interface cannot hide. */
  final class NumberPattern {
    private static final Pattern DECIMAL =
        Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,3})?");

    private NumberPattern() {}
  }
}
