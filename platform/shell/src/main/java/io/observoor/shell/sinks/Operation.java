package io.observoor.shell.sinks;

import io.observoor.delivery.SinkControlException;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Durations;
import io.observoor.shell.command.Json;
import io.observoor.shell.command.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the commands that change sinks have in common. */
final class Operation {

  /** A call of the sink control. */
  @FunctionalInterface
  interface Call<T> {
    T run(Duration deadline) throws SinkControlException;
  }

  private Operation() {}

  /**
   * Makes the call, and tells meanwhile that it goes on.
   *
   * @param name of the command, for messages
   * @param what is being done, such as "stopping parquet"
   */
  static <T> T run(Console console, String name, String what, String timeout, Call<T> call)
      throws CommandFailedException {
    Duration deadline = Durations.parse(timeout);
    try (var _ = Progress.of(console, what, deadline)) {
      return call.run(deadline);
    } catch (SinkControlException cause) {
      throw new CommandFailedException(name + ": " + cause.getMessage(), cause);
    }
  }

  /** A line that says that the next start of the agent will differ, if it will. */
  static Optional<String> nextStart(Sinks sinks, String sink, boolean runs) {
    return sinks
        .startsByItself(sink)
        .filter(configured -> configured != runs)
        .map(
            configured ->
                "this holds until the agent ends; the configuration "
                    + (configured ? "starts " : "does not start ")
                    + sink
                    + " (sinks.aggregated."
                    + sink
                    + ".enabled)");
  }

  /** Says what was done: to people, or as JSON. */
  static void say(Console console, boolean json, Map<String, Object> fields, String... lines) {
    if (json) {
      console.out().println(Json.of(fields));
    } else {
      for (String line : lines) {
        if (!line.isEmpty()) {
          console.out().println(line);
        }
      }
    }
  }

  /** Fields of a JSON object, in this order. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      fields.put(namesAndValues[at].toString(), namesAndValues[at + 1]);
    }
    return fields;
  }
}
