package io.observoor.shell.command;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Function;
import org.apache.felix.service.command.CommandSession;

/**
 * Where a command prints, and whom it may ask. One thread.
 *
 * @param out for results
 * @param err for the rest
 * @param colours whether colours are wanted
 * @param terminal whether a user looks on
 * @param asking puts a question to the user, and has the answer; nothing where there is nobody
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean colours,
    boolean terminal,
    Function<String, Optional<String>> asking) {
  /** Session variable: {@link Boolean}, whether colours are wanted. */
  public static final String COLOURS = "observoor.colours";

  /** Session variable: {@link Boolean}, whether a user looks on. */
  public static final String TERMINAL = "observoor.terminal";

  /** Session variable: an {@link Asking}. */
  public static final String ASKING = "observoor.asking";

  /** Puts a question to the user. */
  @FunctionalInterface
  public interface Asking extends Function<String, Optional<String>> {}

  private static final String RESET = "\u001b[0m";

  /** The console of the command that runs in a session on this thread. */
  static Console of(CommandSession session) {
    // Gogo leads these to the session, the next command of a pipe or a file, thread by thread.
    return new Console(
        System.out,
        System.err,
        Boolean.TRUE.equals(session.get(COLOURS)),
        Boolean.TRUE.equals(session.get(TERMINAL)),
        session.get(ASKING) instanceof Asking asking ? asking : question -> Optional.empty());
  }

  /** A text that stands out as good. */
  public String good(String text) {
    return colour("32", text);
  }

  /** A text that stands out as bad. */
  public String bad(String text) {
    return colour("31", text);
  }

  /** A text that stands out as worth a look. */
  public String doubtful(String text) {
    return colour("33", text);
  }

  /** A text that stands out. */
  public String strong(String text) {
    return colour("1", text);
  }

  private String colour(String code, String text) {
    return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
