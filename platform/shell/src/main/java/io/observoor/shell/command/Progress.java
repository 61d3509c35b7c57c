package io.observoor.shell.command;

import java.time.Duration;

/**
 * Tells the user who looks on that something still goes on, every few seconds; a script hears
 * nothing.
 */
public final class Progress implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final Thread thread;

  private Progress(Thread thread) {
    this.thread = thread;
  }

  /**
   * Begins to tell, until it is closed.
   *
   * @param what goes on, such as "stopping parquet"
   * @param deadline how long that may take
   */
  public static Progress of(Console console, String what, Duration deadline) {
    Thread thread =
        Thread.ofPlatform()
            .name("observoor-progress")
            .daemon()
            .unstarted(() -> tell(console, what, deadline));
    if (console.terminal()) {
      thread.start();
    }
    return new Progress(thread);
  }

  private static void tell(Console console, String what, Duration deadline) {
    long started = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(PAUSE);
        console
            .err()
            .println(
                "still "
                    + what
                    + ": "
                    + Duration.ofNanos(System.nanoTime() - started).toSeconds()
                    + " s of at most "
                    + Durations.format(deadline));
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
