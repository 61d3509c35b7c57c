package io.observoor.delivery.spool;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The batches that were given up before one sink had them, and how many of their rows are in no
 * batch of losses yet. Guarded by the {@link Ledger}.
 *
 * <p>A batch that is given up while the sink holds it may still arrive: it is in doubt until the
 * sink acknowledges it, or lets go of what it holds.
 */
final class LossAccount {
  private final Deque<Doubt> doubts = new ArrayDeque<>();
  private long batches;
  private long rows;

  /** Rows that are lost and that no batch tells of. */
  private long owed;

  /** The batch that tells of others; 0 while there is none, or since it has arrived. */
  private long statedIn;

  private long stated;

  /** A batch that may still arrive. */
  private record Doubt(long sequence, int rows) {}

  /**
   * What must outlive the process.
   *
   * @param owed rows that no batch tells of, those in doubt with them
   * @param statedIn the batch that tells of others; 0 for none
   * @param stated of how many
   */
  record Saved(long owed, long statedIn, long stated) {
    static final Saved NOTHING = new Saved(0, 0, 0);

    static Saved parse(String text) {
      String[] numbers = text.split(" ", -1);
      return new Saved(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    String text() {
      return owed + " " + statedIn + " " + stated;
    }
  }

  LossAccount copy() {
    LossAccount copy = new LossAccount();
    copy.doubts.addAll(doubts);
    copy.batches = batches;
    copy.rows = rows;
    copy.owed = owed;
    copy.statedIn = statedIn;
    copy.stated = stated;
    return copy;
  }

  /** Takes over what an earlier process left. */
  void load(Saved saved) {
    owed = saved.owed;
    statedIn = saved.statedIn;
    stated = saved.stated;
  }

  Saved saved() {
    long inDoubt = doubts.stream().mapToLong(Doubt::rows).sum();
    return new Saved(owed + inDoubt, statedIn, stated);
  }

  /** Batches that were given up since the start, without those in doubt. */
  long batches() {
    return batches;
  }

  /** Rows in them. */
  long rows() {
    return rows;
  }

  /** This batch never comes to the sink. */
  void lose(int batchRows) {
    batches++;
    rows += batchRows;
    owed += batchRows;
  }

  /** This batch has gone while the sink held it. */
  void doubt(long sequence, int batchRows) {
    doubts.add(new Doubt(sequence, batchRows));
  }

  /** Whether this batch may still arrive. */
  boolean doubts(long sequence) {
    return doubts.stream().anyMatch(doubt -> doubt.sequence == sequence);
  }

  /** The sink has made durable what it held up to this batch; returns the rows of what arrived. */
  int[] arrived(long upTo) {
    int[] arrived = new int[(int) doubts.stream().filter(it -> it.sequence <= upTo).count()];
    for (int i = 0; i < arrived.length; i++) {
      arrived[i] = doubts.remove().rows;
    }
    return arrived;
  }

  /** The sink holds nothing any more. */
  void letGo() {
    while (!doubts.isEmpty()) {
      lose(doubts.remove().rows);
    }
  }

  /** Rows that a batch can tell of now: one at a time does, so that none is told of twice. */
  long ready() {
    return statedIn == 0 ? owed : 0;
  }

  /** This batch tells of so many rows. */
  void state(long sequence, long count) {
    statedIn = sequence;
    stated = count;
    owed -= count;
  }

  /** The batch that tells of others and has not arrived anywhere; 0 for none. */
  long statedIn() {
    return statedIn;
  }

  /** That batch has arrived. */
  void statementArrived() {
    statedIn = 0;
    stated = 0;
  }

  /** That batch was given up itself: another must tell. */
  void statementLost() {
    owed += stated;
    statementArrived();
  }
}
