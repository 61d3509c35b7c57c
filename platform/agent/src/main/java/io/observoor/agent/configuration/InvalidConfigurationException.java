package io.observoor.agent.configuration;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with all its mistakes. */
public final class InvalidConfigurationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param source what was read, as the user named it
   * @param problems what is wrong with it, in the order of the file, never empty
   */
  public InvalidConfigurationException(String source, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> source + ": " + problem.message())
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes in the order of the file. {@link #getMessage()} has one line for each. */
  public List<Problem> problems() {
    return problems;
  }
}
