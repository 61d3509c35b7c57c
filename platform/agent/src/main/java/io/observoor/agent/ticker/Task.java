package io.observoor.agent.ticker;

/** Something small that is done again and again, on the ticker's thread. */
@FunctionalInterface
public interface Task {
  /** What {@link #run} returns when it has nothing more to do. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Does it once.
   *
   * @param now {@link System#nanoTime()}
   * @return nanoseconds until it wants to be run again, or {@link #NEVER}
   */
  long run(long now);
}
