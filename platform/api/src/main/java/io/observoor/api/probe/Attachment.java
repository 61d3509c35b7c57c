package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways to see some of a probe's events. The platform tries the alternatives in order and uses
 * the first whose programs all load and attach on this kernel. If none does, these events are off,
 * with the reason in the log, the shell and the metrics; the probe's other attachments are not
 * affected.
 *
 * @param events the events that these programs report; if all of them are switched off, nothing is
 *     loaded
 * @param group the probe group that switches these programs, for an addition: programs that only
 *     add to events which another attachment reports; absent otherwise
 * @param alternatives in the order of preference
 */
public record Attachment(
    List<String> events, Optional<String> group, List<Alternative> alternatives) {

  /** The suffix of a second program's name, see {@link #second}. */
  public static final String AGAIN = "_again";

  /** Copies the lists. */
  public Attachment {
    events = List.copyOf(events);
    alternatives = List.copyOf(alternatives);
  }

  /** Creates an attachment for these events, without alternatives yet. */
  public static Attachment of(String... events) {
    return new Attachment(List.of(events), Optional.empty(), List.of());
  }

  /**
   * Makes this an addition: programs that only add to what another attachment reports of these
   * events, and that the given group switches.
   */
  public Attachment group(String name) {
    return new Attachment(events, Optional.of(name), alternatives);
  }

  /** Adds an alternative at the end; all of its programs are attached together. */
  public Attachment programs(String hook, String... programs) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(new Alternative(hook, List.of(programs), Map.of(), Map.of()));
    return new Attachment(events, group, more);
  }

  /** Runs a program of the last alternative (section {@code perf_event}) at a software event. */
  public Attachment at(String program, SoftwareEvent event) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(more.removeLast().at(program, event));
    return new Attachment(events, group, more);
  }

  /**
   * Adds a second program for each of these programs of the last alternative, at the same hook and
   * after it. Its name is the first one's and {@value #AGAIN}; it handles what the first one
   * missed.
   *
   * <p>The kernel skips a run of a program on a CPU that is running it already: in an interrupt, or
   * in place of a thread that was preempted in it. A second program, which has nothing to do after
   * a first one that ran, makes that harmless: only what both missed can be lost. Use it at hooks
   * that threads and interrupts both reach, or at which threads are preempted.
   */
  public Attachment second(String... programs) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(more.removeLast().second(List.of(programs)));
    return new Attachment(events, group, more);
  }

  /**
   * One way to see the events.
   *
   * @param hook its name in texts: {@code tp_btf}, {@code tracepoint}, {@code kprobe}
   * @param programs the functions of the BPF object that are loaded and attached together
   * @param softwareEvents the software event of each program of the section {@code perf_event}
   * @param seconds the second program of each program that has one
   */
  public record Alternative(
      String hook,
      List<String> programs,
      Map<String, SoftwareEvent> softwareEvents,
      Map<String, String> seconds) {

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if a software event or a second program belongs to a program
     *     that is not in the list
     */
    public Alternative {
      programs = List.copyOf(programs);
      softwareEvents = Map.copyOf(softwareEvents);
      seconds = Map.copyOf(seconds);
      for (String program : softwareEvents.keySet()) {
        if (!programs.contains(program)) {
          throw new IllegalArgumentException(
              "alternative " + hook + " has no program " + program + " to run at a software event");
        }
      }
      if (!programs.containsAll(seconds.keySet()) || !programs.containsAll(seconds.values())) {
        throw new IllegalArgumentException(
            "alternative " + hook + " lacks some of the programs " + seconds);
      }
    }

    private Alternative at(String program, SoftwareEvent event) {
      Map<String, SoftwareEvent> more = new HashMap<>(softwareEvents);
      more.put(program, event);
      return new Alternative(hook, programs, more, seconds);
    }

    private Alternative second(List<String> firsts) {
      List<String> all = new ArrayList<>(programs);
      Map<String, String> more = new HashMap<>(seconds);
      for (String first : firsts) {
        all.add(first + AGAIN);
        more.put(first, first + AGAIN);
      }
      return new Alternative(hook, all, softwareEvents, more);
    }
  }
}
