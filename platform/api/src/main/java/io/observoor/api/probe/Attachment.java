package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * How some of a probe's events come to be seen on the kernel at hand: alternatives, of which the
 * first that loads and attaches whole is used. When none does, the events are off, with the reason
 * in the log, the shell and the metrics, and the other attachments of the probe go on.
 *
 * @param events the events that these programs serve; when all of them are switched off, nothing is
 *     loaded
 * @param alternatives in the order of preference
 */
public record Attachment(List<String> events, List<Alternative> alternatives) {

  /** Copies the lists. */
  public Attachment {
    events = List.copyOf(events);
    alternatives = List.copyOf(alternatives);
  }

  /** An attachment for these events, still without an alternative. */
  public static Attachment of(String... events) {
    return new Attachment(List.of(events), List.of());
  }

  /** The same with one more alternative at the end: all of {@code programs} together. */
  public Attachment programs(String hook, String... programs) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(new Alternative(hook, List.of(programs)));
    return new Attachment(events, more);
  }

  /**
   * One way to see the events.
   *
   * @param hook its name for people: {@code tp_btf}, {@code tracepoint}, {@code kprobe}
   * @param programs the functions of the BPF object that are loaded and attached together
   */
  public record Alternative(String hook, List<String> programs) {

    /** Copies the list. */
    public Alternative {
      programs = List.copyOf(programs);
    }
  }
}
