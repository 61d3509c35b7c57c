package io.observoor.delivery.spool;

import java.util.List;

/**
 * How the spool stands.
 *
 * @param installation the name of the installation; empty before the spool was opened
 * @param lastSequence the number of the newest batch
 * @param batches batches that are kept
 * @param bytes their bytes
 * @param givenUpBatches batches that were removed at the bound since the start
 * @param unreadableBatches batches that were damaged and skipped since the start
 * @param cursors the cursors, by name, with those that have gone since the start
 */
public record SpoolStatistics(
    String installation,
    long lastSequence,
    long batches,
    long bytes,
    long givenUpBatches,
    long unreadableBatches,
    List<Cursor> cursors) {

  /** Copies the list. */
  public SpoolStatistics {
    cursors = List.copyOf(cursors);
  }

  /**
   * A sink's cursor.
   *
   * @param name the sink
   * @param kept whether batches are kept for it; if not, it had a cursor once
   * @param acknowledged the last batch that it acknowledged
   * @param pendingBatches kept batches after that
   * @param pendingBytes their bytes
   * @param deliveredBatches batches acknowledged since the start
   * @param deliveredRows rows in them
   * @param givenUpBatches batches given up before it had them, since the start
   * @param givenUpRows rows in them
   */
  public record Cursor(
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
