package io.observoor.agent.configuration;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user probably meant. */
final class Suggestion {
  /** A longer text is no misspelling, and comparing it would only cost time. */
  private static final int LONGEST = 64;

  private Suggestion() {}

  /**
   * The known name nearest to an unknown one, if they differ in a third of their letters at most;
   * {@code -} and {@code _} and upper and lower case count as the same.
   */
  static Optional<String> nearest(String unknown, Collection<String> known) {
    if (unknown.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = normal(unknown);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(wanted, normal(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best != null && bestDistance <= Math.max(1, wanted.length() / 3)
        ? Optional.of(best)
        : Optional.empty();
  }

  /** The end of a message about an unknown name: the nearest known one, or all of them. */
  static String phrase(String unknown, Collection<String> known) {
    return nearest(unknown, known)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "known here: " + String.join(", ", known));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Levenshtein's distance: the fewest letters to insert, delete or replace. */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced =
            previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
