package io.observoor.kernel.ring;

import java.time.Duration;

/**
 * Requests of other threads to the reader thread: drain, pause, stop. Costs two volatile reads per
 * pass.
 */
final class ReaderControl {
  private final Runnable wake;
  private volatile boolean stopRequested;
  private volatile boolean pauseRequested;
  private volatile long drainRequest;

  // guarded by this
  private long drained;
  private boolean paused;
  private boolean exited;

  /**
   * Creates the control of one reader.
   *
   * @param wake wakes the reader thread if it sleeps
   */
  ReaderControl(Runnable wake) {
    this.wake = wake;
  }

  /** Called by the reader thread before each pass: waits while paused; false if it must exit. */
  boolean mayContinue() throws InterruptedException {
    if (pauseRequested) {
      waitForResume();
    }
    return !stopRequested;
  }

  private synchronized void waitForResume() throws InterruptedException {
    paused = true;
    notifyAll();
    while (pauseRequested && !stopRequested) {
      wait();
    }
    paused = false;
  }

  /** Called by the reader thread before a pass: the latest drain request, which the pass serves. */
  long drainRequest() {
    return drainRequest;
  }

  /** Called by the reader thread once it has published all events from before a drain request. */
  synchronized void drained(long request) {
    drained = request;
    notifyAll();
  }

  /** Called once by the reader thread as it exits. */
  synchronized void exited() {
    exited = true;
    notifyAll();
  }

  /** Requests a drain and waits for it; false after the timeout or if the reader has exited. */
  boolean drain(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long request;
    synchronized (this) {
      request = drainRequest + 1;
      drainRequest = request;
    }
    wake.run();
    synchronized (this) {
      try {
        for (long left = deadline - System.nanoTime();
            drained < request && !exited && left > 0;
            left = deadline - System.nanoTime()) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return drained >= request;
    }
  }

  /** Pauses the reader and waits until it has paused or exited. */
  void pause() {
    pauseRequested = true;
    wake.run();
    synchronized (this) {
      try {
        while (!paused && !exited) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  synchronized void resume() {
    pauseRequested = false;
    notifyAll();
  }

  /** Tells the reader thread to exit; does not wait for it. */
  void stop() {
    synchronized (this) {
      stopRequested = true;
      notifyAll();
    }
    wake.run();
  }
}
