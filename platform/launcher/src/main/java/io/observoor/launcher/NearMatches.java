package io.observoor.launcher;

import java.util.Collection;
import java.util.List;

/** Finds what was probably meant by a mistyped word. */
final class NearMatches {

  private static final int FAR = 3;

  private NearMatches() {}

  /** The known words that are less than three edits away, or that begin with the given one. */
  static List<String> of(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> candidate.startsWith(word) || edits(word, candidate) < FAR)
        .sorted()
        .toList();
  }

  /** How many letters to insert, delete or replace, or neighbours to swap, make one the other. */
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
