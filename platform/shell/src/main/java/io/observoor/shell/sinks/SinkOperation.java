package io.observoor.shell.sinks;

import io.observoor.delivery.SinkControlException;
import io.observoor.shell.command.CommandFailedException;
import io.observoor.shell.command.Console;
import io.observoor.shell.command.Invocation;
import io.observoor.shell.command.Progress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** One call of a command that changes sinks. */
abstract class SinkOperation extends Invocation {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Option(
      names = {"-j", "--json"},
      order = 50,
      description = "Print the result as JSON.")
  private boolean json;

  /** A call of the sink control. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws SinkControlException;
  }

  /**
   * Makes the call and reports its progress.
   *
   * @param operation such as "stopping parquet"
   * @param timeout the time that the call may take
   */
  final <T> T perform(Console console, String operation, Duration timeout, Call<T> call)
      throws CommandFailedException {
    try (var _ = Progress.start(console, operation, timeout)) {
      return call.run();
    } catch (SinkControlException cause) {
      throw new CommandFailedException(name() + ": " + cause.getMessage(), cause);
    }
  }

  /** Prints the result: the fields as JSON if the user wants that, else the non-empty lines. */
  final void report(Console console, Map<String, Object> fields, String... lines) {
    if (json) {
      console.printJson(fields);
    } else {
      Arrays.stream(lines).filter(line -> !line.isEmpty()).forEach(console.out()::println);
    }
  }

  /** Returns the fields of a JSON object, in this order. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      fields.put(namesAndValues[at].toString(), namesAndValues[at + 1]);
    }
    return fields;
  }
}
