package io.observoor.shell.command;

import io.observoor.common.Durations;
import java.time.Duration;

/** Reports every few seconds that an operation still runs, if a terminal shows the output. */
public final class Progress implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  private final Thread thread;

  private Progress(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts to report, until it is closed.
   *
   * @param operation such as "stopping parquet"
   * @param deadline the time that the operation may take
   */
  public static Progress start(Console console, String operation, Duration deadline) {
    Thread thread =
        Thread.ofPlatform()
            .name("observoor-progress")
            .daemon()
            .unstarted(() -> report(console, operation, deadline));
    if (console.terminal()) {
      thread.start();
    }
    return new Progress(thread);
  }

  private static void report(Console console, String operation, Duration deadline) {
    long start = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        console
            .err()
            .printf(
                "still %s: %s of at most %s%n",
                operation,
                Durations.describe(Duration.ofNanos(System.nanoTime() - start)),
                Durations.describe(deadline));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
