package io.observoor.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Runs rounds of a workload on a thread until stopped. */
public final class Rounds implements AutoCloseable {
  private final Workload workload;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean stop;
  private volatile Throwable failure;
  private volatile Totals made = Totals.none();

  /** Starts at once, without pauses. */
  public Rounds(Workload workload) {
    this(workload, Duration.ZERO);
  }

  /** Starts at once, with a pause after each round. */
  public Rounds(Workload workload, Duration pause) {
    this.workload = workload;
    this.pause = pause;
    thread = Thread.ofPlatform().name("rounds").start(this::run);
  }

  /** Stops after the current round; returns the totals of all rounds. */
  public Totals finish() {
    close();
    if (failure != null) {
      throw new AssertionError("the workload failed", failure);
    }
    return made;
  }

  /** Stops after the current round. */
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
