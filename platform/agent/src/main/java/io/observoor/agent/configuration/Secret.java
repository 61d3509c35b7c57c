package io.observoor.agent.configuration;

import java.util.Objects;

/**
 * A text that no log, error message or {@code toString} shows: a password, a header, or an address
 * that may contain a password.
 *
 * @param reveal the text itself
 */
public record Secret(String reveal) {
  /** The empty text. */
  public static final Secret NONE = new Secret("");

  /** Rejects null. */
  public Secret {
    Objects.requireNonNull(reveal);
  }

  /** Whether the text is empty. */
  public boolean isEmpty() {
    return reveal.isEmpty();
  }

  @Override
  public String toString() {
    return isEmpty() ? "" : "(secret)";
  }
}
