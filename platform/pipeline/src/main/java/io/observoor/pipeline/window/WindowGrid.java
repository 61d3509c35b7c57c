package io.observoor.pipeline.window;

import java.util.concurrent.TimeUnit;

/**
 * Where windows begin and end in wall time. Slot n begins at genesis + n × its length; times before
 * genesis belong to slot 0.
 *
 * @param intervalMillis length of a window, 1 to 65,535 ms (what the column interval_ms holds)
 * @param slotAligned whether the grid begins anew with each slot, so that no window spans two
 * @param genesisSeconds start of slot 0, seconds since 1970
 * @param secondsPerSlot length of a slot, 1 at least
 */
public record WindowGrid(
    int intervalMillis, boolean slotAligned, long genesisSeconds, int secondsPerSlot) {
  private static final int LONGEST_MILLIS = 65_535;

  /** Refuses lengths that do not fit. */
  public WindowGrid {
    if (intervalMillis < 1 || intervalMillis > LONGEST_MILLIS) {
      throw new IllegalArgumentException(
          "a window of " + intervalMillis + " ms; it can have 1 to " + LONGEST_MILLIS);
    }
    if (secondsPerSlot < 1) {
      throw new IllegalArgumentException(
          "a slot of " + secondsPerSlot + " seconds; it has 1 at least");
    }
  }

  private long slotMillis() {
    return TimeUnit.SECONDS.toMillis(secondsPerSlot);
  }

  private long genesisMillis() {
    return TimeUnit.SECONDS.toMillis(genesisSeconds);
  }

  /** The start of the slot-long stretch around a time, on both sides of genesis. */
  private long stretchStart(long wallMillis) {
    return wallMillis - Math.floorMod(wallMillis - genesisMillis(), slotMillis());
  }

  /** Where the window around a wall time begins, ms since 1970. */
  public long startOf(long wallMillis) {
    long origin = slotAligned ? stretchStart(wallMillis) : 0;
    return wallMillis - Math.floorMod(wallMillis - origin, (long) intervalMillis);
  }

  /** Where the window around a wall time ends, ms since 1970; greater than that time. */
  public long endOf(long wallMillis) {
    long end = startOf(wallMillis) + intervalMillis;
    return slotAligned ? Math.min(end, stretchStart(wallMillis) + slotMillis()) : end;
  }

  /** The slot of a wall time. */
  public long slotOf(long wallMillis) {
    return Math.max(0, Math.floorDiv(wallMillis - genesisMillis(), slotMillis()));
  }

  /** When a slot began, ms since 1970. */
  public long slotStart(long slot) {
    return genesisMillis() + slot * slotMillis();
  }
}
