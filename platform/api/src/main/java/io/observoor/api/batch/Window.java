package io.observoor.api.batch;

/**
 * A half-open interval [start, end) of wall-clock time within one slot.
 *
 * @param startMillis its start, ms since 1970
 * @param endMillis its end, ms since 1970
 * @param slot the slot that contains it
 * @param slotStartMillis the start of that slot, ms since 1970
 */
public record Window(long startMillis, long endMillis, long slot, long slotStartMillis) {

  /** Its length in ms; at most 65,535, the limit of the column interval_ms. */
  public int intervalMillis() {
    return Math.toIntExact(endMillis - startMillis);
  }
}
