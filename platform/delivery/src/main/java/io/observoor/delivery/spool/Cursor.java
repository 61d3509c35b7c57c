package io.observoor.delivery.spool;

/**
 * A sink's place, and what became of its batches since the start. Guarded by the {@link Ledger}.
 */
final class Cursor {
  /** Whether batches are kept for the sink; if not, only the sums below mean something. */
  boolean kept;

  long acknowledged;

  /** The last batch that the sink may have been given, by this process or by the one before. */
  long given;

  private long deliveredBatches;
  private long deliveredRows;
  private long givenUpBatches;
  private long givenUpRows;

  /** Batches are kept from now on, those after this one. */
  void begin(long from) {
    kept = true;
    acknowledged = from;
    given = from;
  }

  /** Moves forward; false when it would be backward. */
  boolean acknowledge(long upTo, BatchSizes sizes) {
    if (upTo <= acknowledged) {
      return false;
    }
    for (long s = Math.max(acknowledged + 1, sizes.first()); s <= upTo; s++) {
      deliveredBatches++;
      deliveredRows += sizes.rowsOf(s);
    }
    acknowledged = upTo;
    return true;
  }

  /** The oldest batches before this one go; returns how many of them the sink has not had. */
  long giveUp(long end, BatchSizes sizes) {
    if (!kept) {
      return 0;
    }
    long from = Math.max(acknowledged + 1, sizes.first());
    for (long s = from; s < end; s++) {
      givenUpBatches++;
      givenUpRows += sizes.rowsOf(s);
    }
    return Math.max(0, end - from);
  }

  long pending(BatchSizes sizes) {
    return kept ? sizes.next() - 1 - Math.max(acknowledged, sizes.first() - 1) : 0;
  }

  SpoolStatistics.Cursor statistics(String name, BatchSizes sizes) {
    return new SpoolStatistics.Cursor(
        name,
        kept,
        kept ? acknowledged : 0,
        pending(sizes),
        kept ? sizes.bytesAfter(acknowledged) : 0,
        deliveredBatches,
        deliveredRows,
        givenUpBatches,
        givenUpRows);
  }
}
