package io.observoor.delivery;

import java.util.Locale;

/** A sink's state at one moment. */
public enum SinkState {
  /** The sink is being opened. */
  OPENING,
  /** The sink receives batches, or waits for the next one. */
  DELIVERING,
  /** The sink failed; delivery opens it again after a pause. */
  WAITING_TO_RETRY,
  /** Idle: the service is registered, without a cursor; it can be started. */
  STANDBY,
  /** The service is registered and not active; the spool keeps batches for its cursor. */
  STOPPED,
  /** The service is not registered; the spool keeps batches for its cursor. */
  ABSENT;

  /** Whether a sink in this state is active: it has a thread that delivers, or tries to. */
  public boolean isActive() {
    return this == OPENING || this == DELIVERING || this == WAITING_TO_RETRY;
  }

  /** The text in the shell and the status line: {@code waiting-to-retry}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
