package io.observoor.agent.schedule;

/** A short task that a {@link TaskScheduler} runs repeatedly, on its thread. */
@FunctionalInterface
public interface RecurringTask {
  /** The return value of {@link #run} that ends the task. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Runs the task once.
   *
   * @param now {@link System#nanoTime()}
   * @return nanoseconds until the next run, or {@link #NEVER}
   */
  long run(long now);
}
