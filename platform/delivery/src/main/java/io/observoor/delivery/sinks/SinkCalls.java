package io.observoor.delivery.sinks;

import io.observoor.api.sink.SinkException;

/**
 * Makes the calls into a sink, so that its thread is interrupted only inside them: an interrupt
 * elsewhere could close the spool's file.
 */
final class SinkCalls {
  private Thread inside;
  private boolean cancelled;

  /** A call into a sink. */
  @FunctionalInterface
  interface Call {
    long run() throws SinkException, InterruptedException;
  }

  /**
   * Makes a call.
   *
   * @throws InterruptedException when the call was interrupted, or {@link #cancel} came before
   */
  long make(Call call) throws SinkException, InterruptedException {
    synchronized (this) {
      if (cancelled) {
        throw new InterruptedException("the sink is being stopped");
      }
      inside = Thread.currentThread();
    }
    try {
      return call.run();
    } finally {
      leave();
    }
  }

  /** Makes a call even after {@link #cancel}. */
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

  private synchronized void leave() {
    inside = null;
    // clears an interrupt of the sink's own, too
    Thread.interrupted();
  }

  /** Interrupts the current call, and refuses all later ones. Any thread. */
  synchronized void cancel() {
    cancelled = true;
    if (inside != null) {
      inside.interrupt();
    }
  }
}
