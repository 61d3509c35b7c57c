package io.observoor.agent.migrate;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The options of the command {@code migrate}.
 *
 * @param action what to do
 * @param steps how many steps to undo
 * @param confirmed whether the user has confirmed on the command line
 * @param json whether to print the status as JSON
 */
public record MigrateRequest(Action action, int steps, boolean confirmed, boolean json) {

  /** The subcommand. */
  public enum Action {
    /** Carries out the steps that are not done. */
    UP,
    /** Undoes the newest steps. */
    DOWN,
    /** Prints which steps are done. */
    STATUS
  }

  /**
   * Reads the framework properties {@code observoor.migrate*}, which the launcher has checked.
   *
   * @param property returns a property, null if it is not set
   */
  public static MigrateRequest read(UnaryOperator<String> property) {
    Action action =
        switch (Optional.ofNullable(property.apply("observoor.migrate")).orElse("status")) {
          case "up" -> Action.UP;
          case "down" -> Action.DOWN;
          default -> Action.STATUS;
        };
    return new MigrateRequest(
        action,
        Optional.ofNullable(property.apply("observoor.migrate.steps"))
            .map(Integer::valueOf)
            .orElse(1),
        Boolean.parseBoolean(property.apply("observoor.migrate.yes")),
        Boolean.parseBoolean(property.apply("observoor.migrate.json")));
  }
}
