package io.observoor.delivery.spool;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A hand-over that a start of the agent begins: the last run ended while a sink had a cursor that
 * is not configured now, and one sink is configured now that had none.
 *
 * @param from the sink that has the cursor
 * @param to the sink that is to get it
 * @param last the last batch that the first sink may have been sent
 */
public record PendingHandover(String from, String to, long last) {

  /** Compares the cursors of a file with the configured sinks; empty unless both are unique. */
  static Optional<PendingHandover> of(Set<String> cursors, List<String> configured, long last) {
    Set<String> from = new TreeSet<>(cursors);
    configured.forEach(from::remove);
    Set<String> to = new TreeSet<>(configured);
    to.removeAll(cursors);
    return from.size() == 1 && to.size() == 1
        ? Optional.of(new PendingHandover(from.iterator().next(), to.iterator().next(), last))
        : Optional.empty();
  }
}
