package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * The declaration of an event: the name and the fields of its records in the BPF ring buffer.
 *
 * @param name unique among all installed probes, in lower case: {@code syscall_read}
 * @param type the name in statistics and sampling rules: its own, except where several events of
 *     different groups are one to the user ({@code net_tx} of TCP and of UDP)
 * @param group the probe group that switches it ({@code probes.GROUP.enabled} of the
 *     configuration); often the event's own name
 * @param fields the fields in the order of the record
 */
public record EventDeclaration(
    String name, String type, String group, List<FieldDeclaration> fields) {

  /** The most fields of an event: {@code OBSERVOOR_MAX_FIELDS} of {@code bpf/observoor/event.h}. */
  public static final int MAXIMUM_FIELDS = 16;

  /** Copies the list. */
  public EventDeclaration {
    fields = List.copyOf(fields);
  }

  /** Declares an event without fields; type and group have its name. */
  public static EventDeclaration named(String name) {
    return new EventDeclaration(name, name, name, List.of());
  }

  /** Sets the type. */
  public EventDeclaration type(String other) {
    return new EventDeclaration(name, other, group, fields);
  }

  /** Sets the group. */
  public EventDeclaration group(String other) {
    return new EventDeclaration(name, type, other, fields);
  }

  /** Adds a field at the end. */
  public EventDeclaration field(String fieldName, Unit unit) {
    List<FieldDeclaration> more = new ArrayList<>(fields);
    more.add(new FieldDeclaration(fieldName, unit));
    return new EventDeclaration(name, type, group, more);
  }

  /**
   * Returns the position of a field.
   *
   * @throws IllegalArgumentException if the event has no such field
   */
  public int fieldIndex(String fieldName) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(fieldName)) {
        return i;
      }
    }
    throw new IllegalArgumentException("event " + name + " declares no field " + fieldName);
  }
}
