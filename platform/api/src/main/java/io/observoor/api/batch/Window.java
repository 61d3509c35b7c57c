package io.observoor.api.batch;

/**
 * A span of wall-clock time [start, end) within one slot.
 *
 * @param startMillis its start, ms since 1970
 * @param endMillis its end, ms since 1970
 * @param slot the slot that it lies in
 * @param slotStartMillis when that slot began, ms since 1970
 */
public record Window(long startMillis, long endMillis, long slot, long slotStartMillis) {

  /** Its length in ms; at most 65,535, which is what the column interval_ms holds. */
  public int intervalMillis() {
    return Math.toIntExact(endMillis - startMillis);
  }
}
