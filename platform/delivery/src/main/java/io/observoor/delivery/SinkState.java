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
  /** It has a cursor, so batches are kept for it, but its service is not there. */
  STOPPED;

  /** As the status line and the metrics say it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
