package io.observoor.integration;

import java.io.IOException;

/** Rounds of a workload, one after the other on a thread of its own, until it is told to stop. */
final class Rounds implements AutoCloseable {
  private final Workload workload;
  private final Thread thread;
  private volatile boolean stop;
  private volatile Throwable failure;
  private volatile Totals made = Totals.none();

  Rounds(Workload workload) {
    this.workload = workload;
    thread = Thread.ofPlatform().name("rounds").start(this::run);
  }

  /** Ends after the round that runs; returns what all rounds made. */
  Totals finish() {
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
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }
}
