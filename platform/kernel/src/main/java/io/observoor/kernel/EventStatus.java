package io.observoor.kernel;

import java.util.List;

/**
 * The state of an event on this kernel.
 *
 * @param probe the probe that declares it
 * @param event its name
 * @param group its event group
 * @param state whether its programs are attached
 * @param hook the name of the alternative in use; empty if none is attached
 * @param reasons why it is not attached, or why each alternative before the one in use is not used
 */
public record EventStatus(
    String probe, String event, String group, State state, String hook, List<String> reasons) {

  /** Copies the reasons. */
  public EventStatus {
    reasons = List.copyOf(reasons);
  }

  /** The reasons as one text; empty if there are none. */
  public String reason() {
    return String.join("; ", reasons);
  }

  /** Whether the programs of an event are attached. */
  public enum State {
    /** Its programs are attached. */
    ATTACHED,
    /** The configuration disables its group: nothing is loaded. */
    DISABLED,
    /** No alternative works on this kernel with these capabilities. */
    UNAVAILABLE,
    /** Its programs have been detached. */
    DETACHED
  }
}
