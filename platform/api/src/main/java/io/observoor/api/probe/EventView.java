package io.observoor.api.probe;

/**
 * Reads one event in the shared ring. The view is reused: it is valid only during the call that
 * passes it, on the thread of that call.
 */
public interface EventView {

  /** The event's time in the kernel's CLOCK_MONOTONIC, ns. */
  long timestamp();

  /** The event's number within its probe: its index in {@link ProbeDeclaration#events()}. */
  int event();

  /** The process (thread group id). */
  int pid();

  /** The thread. */
  int tid();

  /** The {@link io.observoor.api.batch.ClientType#id()} of the process. */
  int clientType();

  /** The CPU. */
  int cpu();

  /** The number of its fields. */
  int fieldCount();

  /**
   * Returns a field by its position in {@link EventDeclaration#fields()}; does not check it against
   * {@link #fieldCount()}.
   */
  long field(int index);
}
