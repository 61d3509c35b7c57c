package io.observoor.agent.command;

import io.observoor.agent.schedule.RecurringTask;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Polls a list that grows while bundles start, and passes it on once it has not changed for some
 * polls.
 */
final class StablePoll<T> implements RecurringTask {
  private static final long INTERVAL = Duration.ofMillis(100).toNanos();

  private final Supplier<List<T>> list;
  private final int polls;
  private final int pollsWhileEmpty;
  private final Consumer<List<T>> action;
  private List<T> last = List.of();
  private int unchanged;

  /**
   * @param polls without a change before {@code action}
   * @param pollsWhileEmpty the same for an empty list, whose bundles may still be starting
   */
  StablePoll(Supplier<List<T>> list, int polls, int pollsWhileEmpty, Consumer<List<T>> action) {
    this.list = list;
    this.polls = polls;
    this.pollsWhileEmpty = pollsWhileEmpty;
    this.action = action;
  }

  @Override
  public long run(long now) {
    List<T> current = list.get();
    unchanged = current.equals(last) ? unchanged + 1 : 0;
    last = current;
    if (unchanged < (current.isEmpty() ? pollsWhileEmpty : polls)) {
      return INTERVAL;
    }
    action.accept(current);
    return NEVER;
  }
}
