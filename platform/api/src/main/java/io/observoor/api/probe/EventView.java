package io.observoor.api.probe;

/**
 * One event as it passes through the shared ring. The view is reused: it is valid during the call
 * that hands it over, on the thread of that call.
 */
public interface EventView {

  /** When it happened: the kernel's CLOCK_MONOTONIC, ns. */
  long timestamp();

  /** The event's number within its probe: its index in {@link ProbeDeclaration#events()}. */
  int event();

  /** The process (thread group id). */
  int pid();

  /** The thread. */
  int tid();

  /** The {@link io.observoor.api.batch.ClientType#id()} of the process. */
  int clientType();

  /** The CPU that it happened on. */
  int cpu();

  /** How many fields it has. */
  int fieldCount();

  /**
   * A field by its position in {@link EventDeclaration#fields()}; not checked against {@link
   * #fieldCount()}.
   */
  long field(int index);
}
