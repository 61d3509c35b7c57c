package io.observoor.delivery.spool;

import java.util.List;

/**
 * The spool's state at one moment. Totals count from the start.
 *
 * @param installation the name of the installation; empty before the spool was opened
 * @param lastSequence the newest batch
 * @param batches batches that are kept
 * @param bytes their bytes
 * @param givenUpBatches batches that were given up for at least one sink
 * @param unreadableBatches batches that were damaged and skipped
 * @param cursors all cursors by name, those that were removed or handed over included
 */
public record SpoolStatistics(
    String installation,
    long lastSequence,
    long batches,
    long bytes,
    long givenUpBatches,
    long unreadableBatches,
    List<CursorStatistics> cursors) {

  /** Copies the list. */
  public SpoolStatistics {
    cursors = List.copyOf(cursors);
  }

  /**
   * A cursor's state at one moment.
   *
   * @param name the sink
   * @param kept whether batches are kept for it; if not, only the totals mean something
   * @param acknowledged the last batch that it acknowledged
   * @param pendingBatches kept batches after that
   * @param pendingBytes their bytes
   * @param deliveredBatches batches that it acknowledged
   * @param deliveredRows rows in them
   * @param givenUpBatches batches that were given up for it
   * @param givenUpRows rows in them
   */
  public record CursorStatistics(
      String name,
      boolean kept,
      long acknowledged,
      long pendingBatches,
      long pendingBytes,
      long deliveredBatches,
      long deliveredRows,
      long givenUpBatches,
      long givenUpRows) {}
}
