package io.observoor.agent.slots;

/**
 * Slot arithmetic: slot n starts at genesis + n × length. Times before genesis have negative slot
 * numbers, so that {@link #slotAt} and {@link #startMillis} are each other's inverse everywhere.
 *
 * @param genesisSeconds start of slot 0, seconds since 1970 UTC
 * @param secondsPerSlot length of a slot, 1 at least
 */
public record SlotClock(long genesisSeconds, int secondsPerSlot) {
  /** Refuses a length that is not positive. */
  public SlotClock {
    if (secondsPerSlot < 1) {
      throw new IllegalArgumentException("a slot of " + secondsPerSlot + " seconds");
    }
  }

  /** The slot at a wall-clock time in milliseconds since 1970 UTC. */
  public long slotAt(long wallMillis) {
    return Math.floorDiv(wallMillis - genesisSeconds * 1000, secondsPerSlot * 1000L);
  }

  /** When a slot starts, in milliseconds since 1970 UTC. */
  public long startMillis(long slot) {
    return (genesisSeconds + slot * secondsPerSlot) * 1000;
  }

  /** Milliseconds from a wall-clock time to the start of the next slot, 1 at least. */
  public long millisToNext(long wallMillis) {
    return startMillis(slotAt(wallMillis) + 1) - wallMillis;
  }
}
