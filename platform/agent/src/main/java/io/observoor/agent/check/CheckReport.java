package io.observoor.agent.check;

import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import java.util.ArrayList;
import java.util.List;

/** Formats the report of the command {@code check}. */
public final class CheckReport {
  private static final int[] MINIMUM_WIDTHS = {5, 5, 5};

  /** The width at which lines are wrapped. */
  private static final int WIDTH = 120;

  private final List<String> lines = new ArrayList<>();
  private final String kernel;
  private boolean ok = true;

  /**
   * Formats the report.
   *
   * @param configuration the source of the configuration
   * @param warnings one line for each key without effect
   * @param kernel the kernel's release
   * @param hasBtf whether the kernel describes its types
   * @param missingCapabilities one line each
   * @param events the attachment of each event
   */
  public CheckReport(
      String configuration,
      List<String> warnings,
      String kernel,
      boolean hasBtf,
      List<String> missingCapabilities,
      List<EventStatus> events) {
    this.kernel = kernel;
    lines.add("configuration  ok: " + configuration);
    warnings.forEach(warning -> wrap("  note         ", "                 ", warning));
    lines.add(
        "kernel         "
            + kernel
            + (KernelRelease.isNewEnough(kernel) ? "" : ": too old, 5.8 or later is required"));
    lines.add(
        "kernel BTF     "
            + (hasBtf
                ? "present"
                : "missing: the kernel must be built with CONFIG_DEBUG_INFO_BTF=y"));
    lines.add("capabilities   " + (missingCapabilities.isEmpty() ? "ok" : "missing:"));
    missingCapabilities.forEach(missing -> wrap("  ", "    ", missing));
    ok = KernelRelease.isNewEnough(kernel) && hasBtf && !events.isEmpty();
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
    lines.add(row(widths, "EVENT", "GROUP", "PROBE", "HOOK"));
    int attached = 0;
    int enabled = 0;
    Notes notes = new Notes();
    for (EventStatus event : events) {
      enabled += event.state() == State.DISABLED ? 0 : 1;
      attached += event.state() == State.ATTACHED ? 1 : 0;
      lines.add(row(widths, event.event(), event.group(), event.probe(), outcome(event, notes)));
    }
    notes.write();
    lines.add("");
    lines.add(attached + " of " + enabled + " enabled events attach on kernel " + kernel);
    ok &= attached == enabled;
  }

  private static String outcome(EventStatus event, Notes notes) {
    return switch (event.state()) {
      case ATTACHED -> event.hook() + notes.mark(event);
      case DISABLED -> "off: disabled by the configuration";
      case UNAVAILABLE, DETACHED -> "not available" + notes.mark(event);
    };
  }

  /** The footnotes: why alternatives are not used, once for all events with the same reasons. */
  private final class Notes {
    private final List<EventStatus> noted = new ArrayList<>();

    /** Returns the mark of an event's footnote; empty if it has no reasons. */
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
                + (noted.get(i).state() == State.ATTACHED ? "not used:" : "not available:"));
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

  /** Adds a text, wrapped between words. */
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

  /** The lines of the report. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether all enabled events attach. */
  public boolean isOk() {
    return ok;
  }
}
