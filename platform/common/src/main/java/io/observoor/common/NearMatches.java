package io.observoor.common;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that a user probably meant. {@code -} and {@code _}, and upper and lower case,
 * count as the same.
 */
public final class NearMatches {
  /** A longer text is no misspelling, and comparing it would only cost time. */
  private static final int LONGEST = 64;

  private NearMatches() {}

  /** The known names within a third of the word's letters, or that begin with it; nearest first. */
  public static List<String> of(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return List.of();
    }
    String wanted = normal(word);
    int most = Math.max(1, wanted.length() / 3);
    return known.stream()
        .filter(name -> normal(name).startsWith(wanted) || edits(wanted, normal(name)) <= most)
        .sorted(
            Comparator.comparingInt((String name) -> edits(wanted, normal(name)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The known name that is nearest to an unknown one, if one is near. */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    return of(unknown, known).stream().findFirst();
  }

  /** The end of a message about an unknown name: the nearest known one, or all of them. */
  public static String phrase(String unknown, Collection<String> known) {
    return nearest(unknown, known)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "known here: " + String.join(", ", known));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * The optimal string alignment distance: how many letters to insert, delete or replace, or
   * neighbours to swap, turn one text into the other.
   */
  static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int best =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
