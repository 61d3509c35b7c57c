package io.observoor.delivery.spool;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One sink takes another's place between two runs of the agent: the one before ended while a sink
 * had a cursor that is not wanted now, and one is wanted now that had none.
 *
 * @param from who has the place
 * @param to who is to have it
 * @param last the last batch that the first may have been given
 */
public record Succession(String from, String to, long last) {

  /**
   * What the sinks that are wanted make of the cursors in a file; nothing unless it is clear who
   * follows whom.
   */
  static Optional<Succession> of(Set<String> cursors, List<String> wanted, long last) {
    Set<String> goes = new TreeSet<>(cursors);
    wanted.forEach(goes::remove);
    Set<String> comes = new TreeSet<>(wanted);
    comes.removeAll(cursors);
    return goes.size() == 1 && comes.size() == 1
        ? Optional.of(new Succession(goes.iterator().next(), comes.iterator().next(), last))
        : Optional.empty();
  }
}
