package io.observoor.agent.status;

import io.observoor.agent.schedule.RecurringTask;
import io.observoor.agent.slots.SlotClock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints the status line after each slot in a terminal, once a minute in a log. */
public final class StatusTask implements RecurringTask {
  private static final Logger LOG = LoggerFactory.getLogger("agent");

  /** Longer than the grace, so that the line includes the slot's last window. */
  private static final Duration AFTER_SLOT = Duration.ofMillis(700);

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final StatusLine line;
  private final SlotClock slots;
  private final Consumer<String> output;
  private final boolean eachSlot;
  private boolean first = true;

  private StatusTask(StatusLine line, SlotClock slots, Consumer<String> output, boolean eachSlot) {
    this.line = line;
    this.slots = slots;
    this.output = output;
    this.eachSlot = eachSlot;
  }

  /** Prints a line a slot to the standard output. */
  public static StatusTask forTerminal(StatusLine line, SlotClock slots) {
    PrintStream out = System.out;
    return new StatusTask(line, slots, out::println, true);
  }

  /** Logs a line a minute. */
  public static StatusTask forLog(StatusLine line, SlotClock slots) {
    return new StatusTask(line, slots, LOG::info, false);
  }

  @Override
  public long run(long now) {
    long wall = System.currentTimeMillis();
    if (!first) {
      // in a terminal, the slot that has ended
      long slot = slots.slotAt(wall - AFTER_SLOT.toMillis()) - (eachSlot ? 1 : 0);
      output.accept("slot " + slot + "  " + line.next());
    }
    first = false;
    return eachSlot
        ? Duration.ofMillis(slots.millisToNext(wall - AFTER_SLOT.toMillis())).toNanos()
        : LOG_INTERVAL.toNanos();
  }
}
