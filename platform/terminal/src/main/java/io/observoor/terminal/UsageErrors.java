package io.observoor.terminal;

import io.observoor.common.NearMatches;
import java.util.Collection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains the mistakes in a command line that picocli finds. */
public final class UsageErrors {
  private UsageErrors() {}

  /**
   * Returns two lines: the mistake, with the nearest valid word; and the command that shows help.
   *
   * @param help the command that shows the help
   */
  public static String explain(ParameterException mistake, String help) {
    CommandSpec command = mistake.getCommandLine().getCommandSpec();
    String message =
        mistake instanceof UnmatchedArgumentException unmatched
            ? unmatched(command, unmatched.getUnmatched().getFirst())
            : mistake.getMessage();
    return command.qualifiedName() + ": " + message + "\ntry '" + help + "'";
  }

  private static String unmatched(CommandSpec command, String word) {
    if (word.startsWith("-")) {
      return unknown("option", word.replaceFirst("=.*", ""), command.optionsMap().keySet());
    }
    return command.subcommands().isEmpty()
        ? "unexpected argument '" + word + "'"
        : unknown("command", word, command.subcommands().keySet());
  }

  /** Returns a message about an unknown word, with the nearest known one. */
  public static String unknown(String kind, String word, Collection<String> known) {
    return "unknown %s '%s'".formatted(kind, word)
        + NearMatches.nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
