package io.observoor.agent.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a secret from where the configuration says: the text itself, an environment variable for
 * {@code ${env:NAME}}, or, for {@code ${file:PATH}}, a file without its last line break, as systemd
 * and Kubernetes provide secrets.
 */
final class SecretSource {
  /** The form that an error message asks for. */
  static final String EXPECTED = "a text, ${env:NAME} or ${file:PATH}";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+):([^}]*)}");

  private SecretSource() {}

  /**
   * Returns the secret that a text stands for.
   *
   * @throws IllegalArgumentException if it is not available; the message continues the key's name
   */
  static Secret resolve(String text) {
    return resolve(text, System::getenv);
  }

  /** Resolves a text with another environment. */
  static Secret resolve(String text, UnaryOperator<String> environment) {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      return new Secret(text);
    }
    String where = reference.group(2);
    return switch (reference.group(1)) {
      case "env" -> ofEnvironment(where, environment);
      case "file" -> ofFile(where);
      default ->
          throw new IllegalArgumentException(
              "names an unknown source of secrets: write " + EXPECTED);
    };
  }

  private static Secret ofEnvironment(String name, UnaryOperator<String> environment) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "names the environment variable " + name + ", which is not set");
    }
    return new Secret(value);
  }

  private static Secret ofFile(String path) {
    try {
      return new Secret(Files.readString(Path.of(path)).replaceFirst("\\R\\z", ""));
    } catch (IOException cause) {
      throw new IllegalArgumentException(
          "names the file " + path + ", which the agent cannot read", cause);
    }
  }
}
