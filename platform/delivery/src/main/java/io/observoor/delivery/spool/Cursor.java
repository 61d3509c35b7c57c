package io.observoor.delivery.spool;

/**
 * A sink's position in the spool: the last batch that it has acknowledged, and what became of its
 * batches since the start. {@link Spool#cursor} returns the same handle for the same name, whether
 * or not batches are kept for it. Thread-safe: all cursors share the lock of the {@link
 * SpoolIndex}, which is never held while the disk is awaited.
 */
public final class Cursor {
  private final SpoolIndex index;
  private final String name;

  // below: guarded by the index

  /** Whether batches are kept for the sink; if not, only the totals mean something. */
  boolean kept;

  long acknowledged;
  LossAccount losses = new LossAccount();

  /** Whether it has acknowledged a batch since batches were last given up for it. */
  boolean recovered;

  /** The last batch that was sent to the sink, by this process or possibly by the one before. */
  private long sent;

  /** The last batch that the open sink may hold without having acknowledged it; 0 for none. */
  private long inFlight;

  /** All batches before this one are counted as delivered or given up. */
  private long counted;

  private long deliveredBatches;
  private long deliveredRows;

  Cursor(SpoolIndex index, String name) {
    this.index = index;
    this.name = name;
  }

  /** The sink's name. */
  public String name() {
    return name;
  }

  /** Whether batches are kept for the sink. */
  public boolean exists() {
    synchronized (index) {
      return kept;
    }
  }

  /**
   * Makes the spool keep batches for the sink, beginning with the oldest that it has. Has no effect
   * when it keeps them already, or while the sink waits for a {@link PendingHandover}.
   */
  public void register() {
    synchronized (index) {
      if (!kept && !index.awaitsHandover(name)) {
        begin(index.beginning());
        index.cursorsChanged();
      }
    }
  }

  /** The last acknowledged batch; the batch before the oldest if none are kept for the sink. */
  public long acknowledged() {
    synchronized (index) {
      return kept ? acknowledged : index.beginning();
    }
  }

  /** Stored batches that are kept for the sink and not acknowledged. */
  public long pending() {
    synchronized (index) {
      BatchSizes sizes = index.sizes();
      return kept ? sizes.next() - 1 - Math.max(acknowledged, sizes.first() - 1) : 0;
    }
  }

  /**
   * Marks a batch as sent; called before it is passed to the sink. Ignores a sequence of another
   * installation.
   */
  public void markSent(String installation, long sequence) {
    synchronized (index) {
      if (kept && index.installation().equals(installation)) {
        sent = Math.max(sent, sequence);
        inFlight = Math.max(inFlight, sequence);
      }
    }
  }

  /**
   * Declares this batch and all before it durable. Never moves back; ignores a sequence of another
   * installation.
   */
  public void acknowledge(String installation, long sequence) {
    synchronized (index) {
      if (kept && index.installation().equals(installation)) {
        advance(Math.min(sequence, index.sizes().next() - 1));
        index.updateLossReports(index.first());
      }
    }
  }

  /** Marks the sink as closed: it no longer holds batches that it has not acknowledged. */
  public void sinkClosed() {
    synchronized (index) {
      inFlight = 0;
      losses.loseInFlight();
      index.updateLossReports(index.first());
    }
  }

  /** Whether the sink has acknowledged everything that may have been sent to it. */
  boolean hasAcknowledgedAllSent() {
    synchronized (index) {
      return !kept || sent <= acknowledged;
    }
  }

  /** Keeps batches from now on, those after this one. */
  void begin(long from) {
    kept = true;
    acknowledged = from;
    sent = from;
    inFlight = 0;
  }

  private void advance(long upTo) {
    if (upTo > acknowledged) {
      for (int rows : losses.removeInFlight(upTo)) {
        deliveredBatches++;
        deliveredRows += rows;
      }
      for (long s = firstUncounted(); s <= upTo; s++) {
        deliveredBatches++;
        deliveredRows += index.sizes().rowsOf(s);
      }
      acknowledged = upTo;
      recovered = true;
      index.cursorsChanged();
    }
  }

  /** Counts the batches before this one as given up; returns how many the sink has not had. */
  long giveUpBefore(long end) {
    if (!kept) {
      return 0;
    }
    long from = firstUncounted();
    for (long s = from; s < end; s++) {
      int rows = index.sizes().rowsOf(s);
      if (s <= inFlight) {
        losses.giveUpInFlight(s, rows);
      } else {
        losses.lose(rows);
      }
    }
    recovered &= end <= from;
    counted = Math.max(counted, end);
    return Math.max(0, end - from);
  }

  /** Captures the state before {@link #giveUpBefore}; running the result restores it. */
  Runnable undo() {
    LossAccount lossesBefore = losses.copy();
    boolean recoveredBefore = recovered;
    long countedBefore = counted;
    return () -> {
      losses = lossesBefore;
      recovered = recoveredBefore;
      counted = countedBefore;
      // apply what the sink did in the meantime
      losses.removeInFlight(acknowledged);
      if (inFlight == 0) {
        losses.loseInFlight();
      }
    };
  }

  /** Continues in another installation; any of its batches may have been sent before. */
  void renumber(long from, long newest) {
    acknowledged = from;
    sent = newest;
    counted = 0;
    losses.loseInFlight();
    losses.reportDelivered();
  }

  private long firstUncounted() {
    return Math.max(Math.max(acknowledged + 1, index.first()), counted);
  }

  SpoolStatistics.CursorStatistics statistics() {
    return new SpoolStatistics.CursorStatistics(
        name,
        kept,
        kept ? acknowledged : 0,
        pending(),
        kept ? index.sizes().bytesAfter(acknowledged) : 0,
        deliveredBatches,
        deliveredRows,
        losses.batches(),
        losses.rows());
  }
}
