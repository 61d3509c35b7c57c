package io.observoor.delivery.spool;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The batches that were given up for one sink, and how many of their rows no batch reports yet.
 * Guarded by the {@link SpoolIndex}.
 *
 * <p>A batch that is given up while it is in flight may still become durable: it is not lost before
 * the sink is closed without having acknowledged it.
 */
final class LossAccount {
  /** Batches given up while in flight, oldest first. */
  private final Deque<InFlight> inFlight = new ArrayDeque<>();

  private long batches;
  private long rows;

  /** Rows that are lost and that no batch reports. */
  private long unreported;

  /** The batch that reports other rows; 0 when there is none, or a sink has acknowledged it. */
  private long reportedIn;

  private long reported;

  private record InFlight(long sequence, int rows) {}

  /**
   * The part that is stored in the spool's file.
   *
   * @param unreported rows that no batch reports, those in flight included
   * @param reportedIn the batch that reports other rows; 0 for none
   * @param reported number of these
   */
  record Saved(long unreported, long reportedIn, long reported) {
    static final Saved NOTHING = new Saved(0, 0, 0);

    static Saved parse(String text) {
      String[] numbers = text.split(" ", -1);
      return new Saved(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    String text() {
      return unreported + " " + reportedIn + " " + reported;
    }
  }

  LossAccount copy() {
    LossAccount copy = new LossAccount();
    copy.inFlight.addAll(inFlight);
    copy.batches = batches;
    copy.rows = rows;
    copy.unreported = unreported;
    copy.reportedIn = reportedIn;
    copy.reported = reported;
    return copy;
  }

  /** Continues the account of the process before. */
  void load(Saved saved) {
    unreported = saved.unreported;
    reportedIn = saved.reportedIn;
    reported = saved.reported;
  }

  Saved saved() {
    long rowsInFlight = inFlight.stream().mapToLong(InFlight::rows).sum();
    return new Saved(unreported + rowsInFlight, reportedIn, reported);
  }

  /** Batches given up since the start, without those in flight. */
  long batches() {
    return batches;
  }

  /** Rows in {@link #batches}. */
  long rows() {
    return rows;
  }

  /** Counts a batch of this many rows as lost. */
  void lose(int batchRows) {
    batches++;
    rows += batchRows;
    unreported += batchRows;
  }

  /** Remembers a batch that was given up while it is in flight. */
  void giveUpInFlight(long sequence, int batchRows) {
    inFlight.add(new InFlight(sequence, batchRows));
  }

  /** Whether this batch was given up and is still in flight. */
  boolean isInFlight(long sequence) {
    return inFlight.stream().anyMatch(batch -> batch.sequence == sequence);
  }

  /** The sink has acknowledged up to this batch; returns the rows of each batch so saved. */
  int[] removeInFlight(long upTo) {
    int[] saved = new int[(int) inFlight.stream().filter(it -> it.sequence <= upTo).count()];
    for (int i = 0; i < saved.length; i++) {
      saved[i] = inFlight.remove().rows;
    }
    return saved;
  }

  /** Counts all batches in flight as lost: the sink was closed. */
  void loseInFlight() {
    while (!inFlight.isEmpty()) {
      lose(inFlight.remove().rows);
    }
  }

  /** Rows that a batch may report now; 0 while another report is on its way. */
  long reportableRows() {
    return reportedIn == 0 ? unreported : 0;
  }

  /** Marks rows as reported by this batch. */
  void report(long sequence, long count) {
    reportedIn = sequence;
    reported = count;
    unreported -= count;
  }

  /** The batch that reports other rows and that no sink has acknowledged; 0 for none. */
  long reportedIn() {
    return reportedIn;
  }

  /** A sink has acknowledged the report. */
  void reportDelivered() {
    reportedIn = 0;
    reported = 0;
  }

  /** The report was given up itself: its rows must be reported again. */
  void reportGivenUp() {
    unreported += reported;
    reportDelivered();
  }
}
