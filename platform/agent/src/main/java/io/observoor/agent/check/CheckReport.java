package io.observoor.agent.check;

import io.observoor.kernel.EventStatus;
import io.observoor.kernel.EventStatus.State;
import java.util.ArrayList;
import java.util.List;

/** The answer of {@code check} as lines of text. */
public final class CheckReport {
  private static final int[] MINIMUM_WIDTHS = {5, 5, 5};

  private final List<String> lines = new ArrayList<>();
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
    lines.add("configuration  right: " + configuration);
    warnings.forEach(warning -> lines.add("  note         " + warning));
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
    missingCapabilities.forEach(missing -> lines.add("  " + missing));
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
    for (EventStatus event : events) {
      wanted += event.state() == State.DISABLED ? 0 : 1;
      attached += event.state() == State.ATTACHED ? 1 : 0;
      lines.add(row(widths, event.event(), event.group(), event.probe(), outcome(event)));
    }
    lines.add("");
    lines.add(
        attached + " of " + wanted + " events that the configuration wants attach on this kernel");
    sound &= attached == wanted;
  }

  private static String outcome(EventStatus event) {
    return switch (event.state()) {
      case ATTACHED -> event.hook() + (event.reason().isEmpty() ? "" : " (" + event.reason() + ")");
      case DISABLED -> "off: disabled by the configuration";
      case UNAVAILABLE, DETACHED -> "not available: " + event.reason();
    };
  }

  private static String row(int[] widths, String... cells) {
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      row.append(cells[column]).repeat(' ', widths[column] + 2 - cells[column].length());
    }
    return row.append(cells[widths.length]).toString();
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
