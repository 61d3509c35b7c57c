package io.observoor.agent.run;

import io.observoor.common.Durations;
import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The options of the command line, which the launcher passes as framework properties.
 *
 * @param command run, check or migrate
 * @param config the configuration file
 * @param data the data directory
 * @param processes process names to track instead of the configured ones
 * @param pids processes to track
 * @param network the network for counting slots
 * @param duration how long to run; empty: until stopped
 * @param demo whether to start a workload if no client is running
 * @param terminal whether the output goes to a terminal
 * @param home the distribution's directory
 */
public record Options(
    String command,
    Optional<Path> config,
    Optional<Path> data,
    List<String> processes,
    List<Integer> pids,
    Optional<String> network,
    Optional<Duration> duration,
    boolean demo,
    boolean terminal,
    Path home) {

  /** The command that runs the agent. */
  public static final String RUN = "run";

  /** The command that reports what would attach. */
  public static final String CHECK = "check";

  /** The command that creates, drops or lists the tables of sinks. */
  public static final String MIGRATE = "migrate";

  /**
   * Reads the framework properties {@code observoor.*}.
   *
   * @param property returns a property, null if it is not set
   * @param bundleLocation the location of the agent's bundle, in the distribution
   * @throws WrongUseException if a value is invalid
   */
  public static Options read(UnaryOperator<String> property, String bundleLocation)
      throws WrongUseException {
    return new Options(
        text(property, "observoor.command").orElse(RUN),
        text(property, "observoor.config").map(Path::of),
        text(property, "observoor.data").map(Path::of),
        list(property, "observoor.process"),
        pids(property),
        text(property, "observoor.network"),
        duration(property),
        Boolean.parseBoolean(property.apply("observoor.demo")),
        text(property, "observoor.terminal").map(Boolean::valueOf).orElseGet(Options::isTerminal),
        text(property, "observoor.home").map(Path::of).orElseGet(() -> homeOf(bundleLocation)));
  }

  private static Optional<String> text(UnaryOperator<String> property, String name) {
    return Optional.ofNullable(property.apply(name)).filter(value -> !value.isBlank());
  }

  private static List<String> list(UnaryOperator<String> property, String name) {
    return text(property, name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  private static List<Integer> pids(UnaryOperator<String> property) throws WrongUseException {
    List<String> numbers = list(property, "observoor.pid");
    for (String number : numbers) {
      if (!number.matches("[1-9]\\d{0,8}")) {
        throw new WrongUseException(
            "--pid " + number + " is not a process id: give a number, as shown by ps");
      }
    }
    return numbers.stream().map(Integer::valueOf).toList();
  }

  private static Optional<Duration> duration(UnaryOperator<String> property)
      throws WrongUseException {
    Optional<String> text = text(property, "observoor.duration");
    Optional<Duration> duration = text.flatMap(Durations::parse).filter(time -> !time.isZero());
    if (text.isPresent() && duration.isEmpty()) {
      throw new WrongUseException(
          "--duration " + text.get() + " is not a duration: give " + Durations.EXPECTED);
    }
    return duration;
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /** The distribution has its bundles in HOME/bundles/LEVEL/NAME.jar. */
  private static Path homeOf(String bundleLocation) {
    Path jar =
        Path.of(bundleLocation.replaceFirst("^(reference:)?file:(//)?", "")).toAbsolutePath();
    Path home = jar;
    for (int levels = 0; levels < 3 && home.getParent() != null; levels++) {
      home = home.getParent();
    }
    return home;
  }
}
