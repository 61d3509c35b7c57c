package io.observoor.pipeline.window;

import java.util.concurrent.TimeUnit;

/**
 * The boundaries of windows in wall time. Slot n starts at genesis + n × its length; times before
 * genesis belong to slot 0.
 *
 * @param intervalMillis the length of a window, 1 to 65,535 ms (the range of the column
 *     interval_ms)
 * @param slotAligned whether the grid restarts with each slot, so that no window spans two
 * @param genesisSeconds the start of slot 0, seconds since 1970
 * @param secondsPerSlot the length of a slot, at least 1
 */
public record WindowGrid(
    int intervalMillis, boolean slotAligned, long genesisSeconds, int secondsPerSlot) {
  private static final int MAX_MILLIS = 65_535;

  /** Checks the lengths. */
  public WindowGrid {
    if (intervalMillis < 1 || intervalMillis > MAX_MILLIS) {
      throw new IllegalArgumentException(
          "a window of " + intervalMillis + " ms is not within 1 to " + MAX_MILLIS + " ms");
    }
    if (secondsPerSlot < 1) {
      throw new IllegalArgumentException("a slot of " + secondsPerSlot + " s is shorter than 1 s");
    }
  }

  private long slotMillis() {
    return TimeUnit.SECONDS.toMillis(secondsPerSlot);
  }

  private long genesisMillis() {
    return TimeUnit.SECONDS.toMillis(genesisSeconds);
  }

  /** The start of the slot at a time; continues the slots before genesis. */
  private long alignedSlotStart(long wallMillis) {
    return wallMillis - Math.floorMod(wallMillis - genesisMillis(), slotMillis());
  }

  /** The start of the window at a wall time, ms since 1970. */
  public long startOf(long wallMillis) {
    long origin = slotAligned ? alignedSlotStart(wallMillis) : 0;
    return wallMillis - Math.floorMod(wallMillis - origin, (long) intervalMillis);
  }

  /** The end of the window at a wall time, ms since 1970; after that time. */
  public long endOf(long wallMillis) {
    long end = startOf(wallMillis) + intervalMillis;
    return slotAligned ? Math.min(end, alignedSlotStart(wallMillis) + slotMillis()) : end;
  }

  /** The slot of a wall time. */
  public long slotOf(long wallMillis) {
    return Math.max(0, Math.floorDiv(wallMillis - genesisMillis(), slotMillis()));
  }

  /** The start of a slot, ms since 1970. */
  public long slotStart(long slot) {
    return genesisMillis() + slot * slotMillis();
  }
}
