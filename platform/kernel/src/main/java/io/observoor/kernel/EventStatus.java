package io.observoor.kernel;

import java.util.List;

/**
 * What became of an event on this kernel.
 *
 * @param probe the probe that declares it
 * @param event its name
 * @param group the probe group that switches it
 * @param state whether it is seen
 * @param hook what it is attached to: the alternative's name; empty when it is not attached
 * @param reasons why it is off, or why each of the alternatives before the one in use was passed
 *     over; empty when there is nothing to say
 */
public record EventStatus(
    String probe, String event, String group, State state, String hook, List<String> reasons) {

  /** Copies the list. */
  public EventStatus {
    reasons = List.copyOf(reasons);
  }

  /** The reasons as one text. */
  public String reason() {
    return String.join("; ", reasons);
  }

  /** Whether an event is seen. */
  public enum State {
    /** Its programs are attached. */
    ATTACHED,
    /** Its group is switched off by the configuration: nothing was loaded. */
    DISABLED,
    /** No alternative works on this kernel or with these capabilities. */
    UNAVAILABLE,
    /** Its programs were attached and are not any more. */
    DETACHED
  }
}
