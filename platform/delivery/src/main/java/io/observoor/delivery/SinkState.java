package io.observoor.delivery;

import java.util.Locale;

/** What a sink does at one moment. */
public enum SinkState {
  /** It is being opened. */
  OPENING,
  /** It takes batches, or waits for the next one. */
  DELIVERING,
  /** It failed and is opened again after a pause. */
  WAITING_TO_RETRY,
  /** It is there and can be started, and nothing is kept for it: it has no cursor. */
  STANDING_BY,
  /** It is there and does not run; it has a cursor, so batches are kept for it. */
  STOPPED,
  /** Its service is not there; it has a cursor, so batches are kept for it. */
  ABSENT;

  /** Whether a sink in this state has a thread that delivers, or tries to. */
  public boolean running() {
    return this == OPENING || this == DELIVERING || this == WAITING_TO_RETRY;
  }

  /** As the status line and the metrics say it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
