package io.observoor.agent.configuration;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration with errors; the message has one line for each. */
public final class InvalidConfigurationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<ConfigurationError> errors;

  /**
   * @param source the file, as the user named it
   * @param errors in the file's order, at least one
   */
  InvalidConfigurationException(String source, List<ConfigurationError> errors) {
    super(
        errors.stream()
            .map(error -> source + ": " + error.message())
            .collect(Collectors.joining(System.lineSeparator())));
    this.errors = List.copyOf(errors);
  }

  /** The errors in the file's order. */
  List<ConfigurationError> errors() {
    return errors;
  }
}
