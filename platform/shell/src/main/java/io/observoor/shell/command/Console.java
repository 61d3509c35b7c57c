package io.observoor.shell.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.PrintStream;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;

/**
 * The streams and the user of one call of a command. Not thread-safe.
 *
 * @param out for results
 * @param err for everything else
 * @param colours whether to print in colours
 * @param terminal whether a terminal shows the output
 * @param prompt asks the user a question and returns the answer; empty when nobody can answer
 */
public record Console(
    PrintStream out, PrintStream err, boolean colours, boolean terminal, Prompt prompt) {
  /** Session variable: {@link Boolean}, whether to print in colours. */
  public static final String COLOURS = "observoor.colours";

  /** Session variable: {@link Boolean}, whether a terminal shows the output. */
  public static final String TERMINAL = "observoor.terminal";

  /** Session variable: a {@link Prompt}. */
  public static final String PROMPT = "observoor.prompt";

  /** Asks the user a question and returns the answer; empty when nobody can answer. */
  @FunctionalInterface
  public interface Prompt {
    /** Asks; blocks until the user answers. */
    Optional<String> ask(String question);
  }

  /** Returns the console of the command that this thread runs in a session. */
  static Console of(CommandSession session) {
    // Gogo redirects these for each thread, to the session, the next command of a pipe or a file.
    return new Console(
        System.out,
        System.err,
        Boolean.TRUE.equals(session.get(COLOURS)),
        Boolean.TRUE.equals(session.get(TERMINAL)),
        session.get(PROMPT) instanceof Prompt prompt ? prompt : question -> Optional.empty());
  }

  /** Prints a value as indented JSON; a number that is not finite becomes null. */
  public void printJson(Object value) {
    JsonSerializer<Double> finite =
        (number, type, context) ->
            Double.isFinite(number) ? new JsonPrimitive(number) : JsonNull.INSTANCE;
    out.println(
        new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .registerTypeAdapter(Double.class, finite)
            .create()
            .toJson(value));
  }

  /** Returns the text in green. */
  public String success(String text) {
    return colour("32", text);
  }

  /** Returns the text in red. */
  public String error(String text) {
    return colour("31", text);
  }

  /** Returns the text in yellow. */
  public String warning(String text) {
    return colour("33", text);
  }

  /** Returns the text in bold. */
  public String bold(String text) {
    return colour("1", text);
  }

  private String colour(String code, String text) {
    return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
