package io.observoor.agent.configuration;

import java.util.Comparator;

/**
 * One mistake of a configuration.
 *
 * @param position where it stands
 * @param message one sentence: what is wrong, where, and how to put it right
 */
public record Problem(Position position, String message) {
  /** In the order of the file. */
  static final Comparator<Problem> BY_POSITION = Comparator.comparing(Problem::position);
}
