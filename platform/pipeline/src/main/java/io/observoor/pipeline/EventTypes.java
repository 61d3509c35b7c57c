package io.observoor.pipeline;

/** The assigned event types: the meaning of a type number in a record. Any thread. */
public interface EventTypes {

  /**
   * The number of types, {@code OBSERVOOR_EVENT_TYPES} of {@code bpf/observoor/event.h}; types are
   * 0 to {@code MAXIMUM - 1}.
   */
  int MAXIMUM = 1024;

  /** The name of unassigned types. */
  String UNKNOWN = "unknown";

  /**
   * The number of fields of this type's records; -1 for any number that is not an assigned type.
   * Allocates nothing.
   */
  int fieldCount(int type);

  /** The name under which the event counts; {@link #UNKNOWN} for an unassigned type. */
  String name(int type);
}
