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

  /** The last batch that it was given and may still hold; 0 when it holds none. */
  long held;

  /** Whether it has acknowledged something since batches were last given up for it. */
  boolean back;

  LossAccount losses = new LossAccount();

  /** Batches before this one have been delivered or given up. */
  private long settled;

  private long deliveredBatches;
  private long deliveredRows;

  /** Batches are kept from now on, those after this one. */
  void begin(long from) {
    kept = true;
    acknowledged = from;
    given = from;
    held = 0;
  }

  /** Moves forward; false when it would be backward. */
  boolean acknowledge(long upTo, BatchSizes sizes) {
    if (upTo <= acknowledged) {
      return false;
    }
    for (int rows : losses.arrived(upTo)) {
      deliveredBatches++;
      deliveredRows += rows;
    }
    for (long s = oldest(sizes); s <= upTo; s++) {
      deliveredBatches++;
      deliveredRows += sizes.rowsOf(s);
    }
    acknowledged = upTo;
    back = true;
    return true;
  }

  /** The oldest batches before this one go; returns how many of them the sink has not had. */
  long giveUp(long end, BatchSizes sizes) {
    if (!kept) {
      return 0;
    }
    long from = oldest(sizes);
    for (long s = from; s < end; s++) {
      if (s <= held) {
        losses.doubt(s, sizes.rowsOf(s));
      } else {
        losses.lose(sizes.rowsOf(s));
      }
    }
    back &= end <= from;
    settled = Math.max(settled, end);
    return Math.max(0, end - from);
  }

  /** Takes {@link #giveUp} back. */
  Runnable undo() {
    LossAccount lossesBefore = losses.copy();
    boolean backBefore = back;
    long settledBefore = settled;
    return () -> {
      losses = lossesBefore;
      back = backBefore;
      settled = settledBefore;
      // what the sink has said meanwhile
      losses.arrived(acknowledged);
      if (held == 0) {
        losses.letGo();
      }
    };
  }

  /** The numbers begin again; what the last process gave to the sink, nobody knows. */
  void renumber(long from, long newest) {
    acknowledged = from;
    given = newest;
    settled = 0;
    losses.letGo();
    losses.statementArrived();
  }

  private long oldest(BatchSizes sizes) {
    return Math.max(Math.max(acknowledged + 1, sizes.first()), settled);
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
        losses.batches(),
        losses.rows());
  }
}
