package io.observoor.pipeline.window;

/** The two clocks that windows are made of; a test brings its own. */
public interface Clocks {

  /** CLOCK_MONOTONIC, the clock of the events' time stamps; ns. */
  long monotonicNanos();

  /** The wall clock: ns since 1970 UTC. */
  long wallNanos();

  /** The system's clocks. */
  static Clocks system() {
    return SystemClocks.INSTANCE;
  }
}
