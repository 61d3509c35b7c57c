package io.observoor.api.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How some of a probe's events come to be seen on the kernel at hand: alternatives, of which the
 * first that loads and attaches whole is used. When none does, the events are off, with the reason
 * in the log, the shell and the metrics, and the other attachments of the probe go on.
 *
 * @param events the events that these programs serve; when all of them are switched off, nothing is
 *     loaded
 * @param group a probe group that switches these programs alone; present, they only add to events
 *     that another attachment serves: without them the events are seen all the same
 * @param alternatives in the order of preference
 */
public record Attachment(
    List<String> events, Optional<String> group, List<Alternative> alternatives) {

  /** What the name of a second program ends in, {@link #second}. */
  public static final String AGAIN = "_again";

  /** Copies the lists. */
  public Attachment {
    events = List.copyOf(events);
    alternatives = List.copyOf(alternatives);
  }

  /** An attachment for these events, still without an alternative. */
  public static Attachment of(String... events) {
    return new Attachment(List.of(events), Optional.empty(), List.of());
  }

  /**
   * The same for programs that only add to what another attachment sees of these events, and that a
   * group of their own switches off.
   */
  public Attachment group(String name) {
    return new Attachment(events, Optional.of(name), alternatives);
  }

  /** The same with one more alternative at the end: all of {@code programs} together. */
  public Attachment programs(String hook, String... programs) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(new Alternative(hook, List.of(programs), Map.of(), Map.of()));
    return new Attachment(events, group, more);
  }

  /**
   * The same, with a program of the last alternative (section {@code perf_event}) run at a software
   * event.
   */
  public Attachment at(String program, SoftwareEvent event) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(more.removeLast().at(program, event));
    return new Attachment(events, group, more);
  }

  /**
   * The same, with a second program in the last alternative for each of these of its programs,
   * behind it at the same place. Its name is the first one's and {@value #AGAIN}; it does what the
   * first one missed.
   *
   * <p>The kernel passes over a program on a CPU that is running it already: in an interrupt, or in
   * place of a thread that was preempted in it. A second program, which finds nothing left to do
   * after the first, makes that harmless: only what both missed can be lost. Worth it at places
   * that are reached by threads and by interrupts, or at which threads are preempted.
   */
  public Attachment second(String... programs) {
    List<Alternative> more = new ArrayList<>(alternatives);
    more.add(more.removeLast().second(List.of(programs)));
    return new Attachment(events, group, more);
  }

  /**
   * One way to see the events.
   *
   * @param hook its name for people: {@code tp_btf}, {@code tracepoint}, {@code kprobe}
   * @param programs the functions of the BPF object that are loaded and attached together
   * @param softwareEvents by program: at which software event those of the section {@code
   *     perf_event} run
   * @param seconds by program: the one that does what it missed, if there is one
   */
  public record Alternative(
      String hook,
      List<String> programs,
      Map<String, SoftwareEvent> softwareEvents,
      Map<String, String> seconds) {

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException when a software event is for a program that is not here, or
     *     a second one belongs to one that is not
     */
    public Alternative {
      programs = List.copyOf(programs);
      softwareEvents = Map.copyOf(softwareEvents);
      seconds = Map.copyOf(seconds);
      for (String program : softwareEvents.keySet()) {
        if (!programs.contains(program)) {
          throw new IllegalArgumentException(
              "alternative " + hook + " has no program " + program + " to run at an event");
        }
      }
      if (!programs.containsAll(seconds.keySet()) || !programs.containsAll(seconds.values())) {
        throw new IllegalArgumentException(
            "alternative " + hook + " has not all of the programs " + seconds);
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
