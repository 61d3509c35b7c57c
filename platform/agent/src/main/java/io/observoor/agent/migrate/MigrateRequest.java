package io.observoor.agent.migrate;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the command line asked of the tables.
 *
 * @param action what to do
 * @param steps how many steps to undo
 * @param confirmed whether the user has said yes already
 * @param json whether the status is for a program
 */
public record MigrateRequest(Action action, int steps, boolean confirmed, boolean json) {

  /** What to do. */
  public enum Action {
    /** Do what was not done. */
    UP,
    /** Undo the newest. */
    DOWN,
    /** Only look. */
    STATUS
  }

  /**
   * Reads the framework properties {@code observoor.migrate*}, which the launcher has checked.
   *
   * @param property finds one, null if it is not there
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
