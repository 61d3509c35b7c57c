package io.observoor.delivery;

import java.util.Locale;

/** A sink's state at one moment. */
public enum SinkState {
  /** Is being opened. */
  OPENING,
  /** Gets batches, or waits for the next one. */
  DELIVERING,
  /** Has failed, and is opened again after a pause. */
  WAITING_TO_RETRY,
  /** Idle: its service is registered and can be started; it has no cursor. */
  STANDING_BY,
  /** Its service is registered but not active; it has a cursor, so batches are kept for it. */
  STOPPED,
  /** Its service is not registered; it has a cursor, so batches are kept for it. */
  ABSENT;

  /** Whether a sink in this state is active: it has a thread that delivers, or tries to. */
  public boolean running() {
    return this == OPENING || this == DELIVERING || this == WAITING_TO_RETRY;
  }

  /** The text in the shell and the status line: {@code waiting-to-retry}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
