package io.observoor.agent.check;

import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import java.util.ArrayList;
import java.util.List;

/** The answer of {@code check} as lines of text. */
public final class CheckReport {
  private static final int[] MINIMUM_WIDTHS = {5, 5, 5};

  /** Longer lines are broken between words. */
  private static final int WIDTH = 120;

  private final List<String> lines = new ArrayList<>();
  private final String kernel;
  private boolean sound = true;

  /**
   * Writes the answer.
   *
   * @param configuration where the configuration comes from
   * @param warnings what the user should know about it
   * @param kernel the kernel's release
   * @param hasBtf the kernel describes its types
   * @param missingCapabilities a line for each
   * @param events what became of each
   */
  public CheckReport(
      String configuration,
      List<String> warnings,
      String kernel,
      boolean hasBtf,
      List<String> missingCapabilities,
      List<EventStatus> events) {
    this.kernel = kernel;
    lines.add("configuration  right: " + configuration);
    warnings.forEach(warning -> wrap("  note         ", "                 ", warning));
    lines.add(
        "kernel         "
            + kernel
            + (KernelRelease.isNewEnough(kernel) ? "" : ": too old, 5.8 or later is needed"));
    lines.add(
        "BTF            "
            + (hasBtf
                ? "there"
                : "missing: the kernel must be built with CONFIG_DEBUG_INFO_BTF=y"));
    lines.add(
        "capabilities   " + (missingCapabilities.isEmpty() ? "all there" : "some are missing"));
    missingCapabilities.forEach(missing -> wrap("  ", "    ", missing));
    sound = KernelRelease.isNewEnough(kernel) && hasBtf && !events.isEmpty();
    lines.add("");
    if (events.isEmpty()) {
      lines.add("no probe is installed: the distribution is incomplete");
    } else {
      table(events);
    }
  }

  private void table(List<EventStatus> events) {
    int[] widths = MINIMUM_WIDTHS.clone();
    for (EventStatus event : events) {
      widths[0] = Math.max(widths[0], event.event().length());
      widths[1] = Math.max(widths[1], event.group().length());
      widths[2] = Math.max(widths[2], event.probe().length());
    }
    lines.add(row(widths, "EVENT", "GROUP", "PROBE", "ATTACHES TO"));
    int attached = 0;
    int wanted = 0;
    Notes notes = new Notes();
    for (EventStatus event : events) {
      wanted += event.state() == State.DISABLED ? 0 : 1;
      attached += event.state() == State.ATTACHED ? 1 : 0;
      lines.add(row(widths, event.event(), event.group(), event.probe(), outcome(event, notes)));
    }
    notes.write();
    lines.add("");
    lines.add(
        attached
            + " of "
            + wanted
            + " events that the configuration wants attach on kernel "
            + kernel);
    sound &= attached == wanted;
  }

  private static String outcome(EventStatus event, Notes notes) {
    return switch (event.state()) {
      case ATTACHED -> event.hook() + notes.mark(event);
      case DISABLED -> "off: disabled by the configuration";
      case UNAVAILABLE, DETACHED -> "not available" + notes.mark(event);
    };
  }

  /** Why alternatives were passed over, told once for all the events that they would serve. */
  private final class Notes {
    private final List<EventStatus> noted = new ArrayList<>();

    /** The mark behind an event's outcome; nothing where there is nothing to tell. */
    private String mark(EventStatus event) {
      if (event.reasons().isEmpty()) {
        return "";
      }
      int known = 0;
      while (known < noted.size() && !same(noted.get(known), event)) {
        known++;
      }
      if (known == noted.size()) {
        noted.add(event);
      }
      return " [" + (known + 1) + "]";
    }

    private static boolean same(EventStatus one, EventStatus other) {
      return one.reasons().equals(other.reasons()) && one.state() == other.state();
    }

    private void write() {
      for (int i = 0; i < noted.size(); i++) {
        lines.add("");
        lines.add(
            "["
                + (i + 1)
                + "] "
                + (noted.get(i).state() == State.ATTACHED ? "passed over:" : "not available:"));
        noted.get(i).reasons().forEach(reason -> wrap("    ", "      ", reason));
      }
    }
  }

  private static String row(int[] widths, String... cells) {
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      row.append(cells[column]).repeat(' ', widths[column] + 2 - cells[column].length());
    }
    return row.append(cells[widths.length]).toString();
  }

  /** Adds a text as one line, or as several where it is long; a long word stays whole. */
  private void wrap(String first, String others, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
  }

  /** The lines, from the first to the last. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** True if everything that the configuration wants works here. */
  public boolean isSound() {
    return sound;
  }
}
