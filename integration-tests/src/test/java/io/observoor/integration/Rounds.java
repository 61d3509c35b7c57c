package io.observoor.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Rounds of a workload, one after the other on a thread of its own, until it is told to stop. */
public final class Rounds implements AutoCloseable {
  private final Workload workload;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean stop;
  private volatile Throwable failure;
  private volatile Totals made = Totals.none();

  /** Begins at once, without pauses. */
  public Rounds(Workload workload) {
    this(workload, Duration.ZERO);
  }

  /** Begins at once, with a pause after each round. */
  public Rounds(Workload workload, Duration pause) {
    this.workload = workload;
    this.pause = pause;
    thread = Thread.ofPlatform().name("rounds").start(this::run);
  }

  /** Ends after the round that runs; returns what all rounds made. */
  public Totals finish() {
    close();
    if (failure != null) {
      throw new AssertionError("the workload failed", failure);
    }
    return made;
  }

  /** Ends after the round that runs. */
  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Totals sum = Totals.none();
      while (!stop) {
        sum = sum.plus(workload.round());
        made = sum;
        LockSupport.parkNanos(pause.toNanos());
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }
}
