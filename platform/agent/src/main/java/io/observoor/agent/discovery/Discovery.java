package io.observoor.agent.discovery;

import io.observoor.agent.ticker.Task;
import java.time.Duration;

/**
 * Looks again and again, so that a process that starts is found within a second and looking costs
 * next to nothing.
 */
public final class Discovery implements Task {
  private static final long SHORTEST = Duration.ofMillis(200).toNanos();
  private static final long LONGEST = Duration.ofMillis(900).toNanos();

  /**
   * The pause is so many times what a look took: where there are thousands of processes, looks are
   * rarer.
   */
  private static final int REST = 250;

  private final ProcessWatch watch;

  /** Looks with {@code watch}. */
  public Discovery(ProcessWatch watch) {
    this.watch = watch;
  }

  @Override
  public long run(long now) {
    watch.look(now);
    return pause(System.nanoTime() - now);
  }

  static long pause(long took) {
    return Math.clamp(took * REST, SHORTEST, LONGEST);
  }
}
