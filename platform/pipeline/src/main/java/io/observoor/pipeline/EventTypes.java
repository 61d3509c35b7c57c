package io.observoor.pipeline;

/** The event types that have been given out: what a number in a record stands for. Any thread. */
public interface EventTypes {

  /**
   * How many types there can be, {@code OBSERVOOR_EVENT_TYPES} of {@code bpf/observoor/event.h};
   * types are 0 to one less.
   */
  int MAXIMUM = 1024;

  /** The name of what has no type, or one that was never given out. */
  String UNKNOWN = "unknown";

  /**
   * How many fields records of this type have; -1 for a type that was not given out, whatever the
   * number. Allocates nothing.
   */
  int fieldCount(int type);

  /**
   * What the event counts as, mostly its name; {@link #UNKNOWN} for a type that was not given out.
   */
  String name(int type);
}
