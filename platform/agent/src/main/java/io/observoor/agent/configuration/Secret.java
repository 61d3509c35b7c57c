package io.observoor.agent.configuration;

import java.util.Objects;

/**
 * A text that no log, error message or {@code toString} shows: a password, a header, an address
 * that may hold both.
 *
 * @param reveal the text itself, for the one who needs it to log in
 */
public record Secret(String reveal) {
  /** No text at all. */
  public static final Secret NONE = new Secret("");

  /** Refuses null. */
  public Secret {
    Objects.requireNonNull(reveal);
  }

  /** True if there is no text. */
  public boolean isEmpty() {
    return reveal.isEmpty();
  }

  @Override
  public String toString() {
    return isEmpty() ? "" : "(secret)";
  }
}
