package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * An event: a record in the BPF ring buffer with a name and named fields.
 *
 * @param name unique among all installed probes, in lower case: {@code syscall_read}
 * @param type what it counts as in statistics and sampling rules: its name, but where several
 *     events of different groups are one thing to the user ({@code net_tx} of TCP and of UDP)
 * @param group the probe group that switches it off ({@code probes.GROUP.enabled} of the
 *     configuration); an event can have a group of its own name
 * @param fields the fields in the order of the record
 */
public record EventDeclaration(
    String name, String type, String group, List<FieldDeclaration> fields) {

  /**
   * Fields that one event can have: {@code OBSERVOOR_MAX_FIELDS} of {@code bpf/observoor/event.h}.
   */
  public static final int MAXIMUM_FIELDS = 16;

  /** Copies the list. */
  public EventDeclaration {
    fields = List.copyOf(fields);
  }

  /** An event without fields that is a type and a group of its own. */
  public static EventDeclaration named(String name) {
    return new EventDeclaration(name, name, name, List.of());
  }

  /** The same event, counted as another type. */
  public EventDeclaration type(String other) {
    return new EventDeclaration(name, other, group, fields);
  }

  /** The same event in another group. */
  public EventDeclaration group(String other) {
    return new EventDeclaration(name, type, other, fields);
  }

  /** The same event with one more field at its end. */
  public EventDeclaration field(String fieldName, Unit unit) {
    List<FieldDeclaration> more = new ArrayList<>(fields);
    more.add(new FieldDeclaration(fieldName, unit));
    return new EventDeclaration(name, type, group, more);
  }

  /**
   * The position of a field.
   *
   * @throws IllegalArgumentException when there is none of this name
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
