package io.observoor.delivery.sinks;

import java.util.concurrent.TimeUnit;

/** Wakes a thread that has nothing to do. A signal between looking and waiting is not missed. */
final class Signal {
  private long raised;

  /** Wakes the waiting thread. */
  synchronized void raise() {
    raised++;
    notifyAll();
  }

  /** How often it was raised; to be read before looking for work. */
  synchronized long raised() {
    return raised;
  }

  /**
   * Waits until it was raised once more than {@code seen} times, or the time is over.
   *
   * @return whether it was raised
   */
  synchronized boolean await(long seen, long nanos) {
    long end = System.nanoTime() + nanos;
    while (raised == seen) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // a runner is interrupted only inside its sink; what comes later is of no use to anybody
        return false;
      }
    }
    return true;
  }
}
