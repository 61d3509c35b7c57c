package io.observoor.kernel.ring;

import java.time.Duration;

/**
 * Where other threads meet the reader thread: requests to drain, to stand still, to end. Costs a
 * pass two volatile reads.
 */
final class Gate {
  private final Runnable wake;
  private volatile boolean stopping;
  private volatile boolean held;
  private volatile long requested;

  // guarded by this
  private long done;
  private boolean standing;
  private boolean ended;

  /** A gate to a reader that {@code wake} wakes. */
  Gate(Runnable wake) {
    this.wake = wake;
  }

  /** Reader thread, before each pass: stands still while held; false when it has to end. */
  boolean mayGoOn() throws InterruptedException {
    if (held) {
      standStill();
    }
    return !stopping;
  }

  private synchronized void standStill() throws InterruptedException {
    standing = true;
    notifyAll();
    while (held && !stopping) {
      wait();
    }
    standing = false;
  }

  /** Reader thread, before a pass: the last request to drain that the pass will answer. */
  long requested() {
    return requested;
  }

  /** Reader thread: everything that was there at the request has been published. */
  synchronized void done(long request) {
    done = request;
    notifyAll();
  }

  /** Reader thread, at last. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  boolean requestAndAwait(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    long request;
    synchronized (this) {
      request = requested + 1;
      requested = request;
    }
    wake.run();
    synchronized (this) {
      try {
        for (long left = end - System.nanoTime();
            done < request && !ended && left > 0;
            left = end - System.nanoTime()) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return done >= request;
    }
  }

  void hold() {
    held = true;
    wake.run();
    synchronized (this) {
      try {
        while (!standing && !ended) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  synchronized void release() {
    held = false;
    notifyAll();
  }

  void stop() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    wake.run();
  }
}
