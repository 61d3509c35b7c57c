package io.observoor.agent.slots;

/**
 * Slot arithmetic: slot n starts at genesis + n × length; slots before genesis are negative.
 *
 * @param genesisSeconds start of slot 0, seconds since 1970 UTC
 * @param secondsPerSlot at least 1
 */
public record SlotClock(long genesisSeconds, int secondsPerSlot) {
  /** Rejects a length that is not positive. */
  public SlotClock {
    if (secondsPerSlot < 1) {
      throw new IllegalArgumentException("a slot of " + secondsPerSlot + " seconds");
    }
  }

  /** Returns the slot at a wall-clock time in milliseconds since 1970 UTC. */
  public long slotAt(long wallMillis) {
    return Math.floorDiv(wallMillis - genesisSeconds * 1000, secondsPerSlot * 1000L);
  }

  /** Returns the start of a slot in milliseconds since 1970 UTC. */
  public long startMillis(long slot) {
    return (genesisSeconds + slot * secondsPerSlot) * 1000;
  }

  /** Returns the milliseconds from a wall-clock time to the next slot, at least 1. */
  public long millisToNext(long wallMillis) {
    return startMillis(slotAt(wallMillis) + 1) - wallMillis;
  }
}
