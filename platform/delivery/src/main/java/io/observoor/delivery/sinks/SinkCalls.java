package io.observoor.delivery.sinks;

import io.observoor.api.sink.SinkException;

/**
 * Makes the calls into a sink, so that its thread can be interrupted there and nowhere else: an
 * interrupt that reaches the spool's file closes it.
 */
final class SinkCalls {
  private Thread inside;
  private boolean cancelled;

  /** A call into a sink. */
  @FunctionalInterface
  interface Call {
    /** Makes it. */
    long run() throws SinkException, InterruptedException;
  }

  /**
   * Makes a call.
   *
   * @throws InterruptedException when {@link #cancel} was called before or meanwhile
   */
  long make(Call call) throws SinkException, InterruptedException {
    enter();
    try {
      return call.run();
    } finally {
      leave();
    }
  }

  /** Makes a call that is made even after {@link #cancel}. */
  void makeAnyway(Runnable call) {
    synchronized (this) {
      inside = Thread.currentThread();
    }
    try {
      call.run();
    } finally {
      leave();
    }
  }

  private synchronized void enter() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("the sink is being stopped");
    }
    inside = Thread.currentThread();
  }

  private synchronized void leave() {
    inside = null;
    // also what the sink itself left behind
    Thread.interrupted();
  }

  /** Interrupts the call that is being made, and refuses all later ones. */
  synchronized void cancel() {
    cancelled = true;
    if (inside != null) {
      inside.interrupt();
    }
  }
}
