package io.observoor.delivery.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which batches are kept, and how far each sink's cursor has come. Knows nothing of the disk and
 * never waits for it. Thread-safe: the spool thread adds and removes batches, the sinks' threads
 * move their cursors.
 */
final class Ledger {
  private final Map<String, Cursor> cursors = new TreeMap<>();
  private BatchSizes sizes = new BatchSizes(1);
  private String installation = "";
  private long givenUpBatches;
  private long unreadableBatches;
  private boolean moved;

  /** The oldest batches that are just being removed: a cursor that comes now begins behind them. */
  private int leaving;

  /** A sink's place. */
  private static final class Cursor {
    long acknowledged;
    long deliveredBatches;
    long deliveredRows;
    long givenUpBatches;
    long givenUpRows;
  }

  /**
   * Takes over what a file holds. Cursors go on where they are, unless the file begins another
   * installation.
   */
  synchronized void load(
      String fileInstallation, BatchSizes fileSizes, Map<String, Long> fileCursors) {
    boolean another = !installation.equals(fileInstallation);
    installation = fileInstallation;
    sizes = fileSizes;
    leaving = 0;
    fileCursors.keySet().forEach(this::register);
    cursors.forEach(
        (name, cursor) -> {
          long there = fileCursors.getOrDefault(name, sizes.first() - 1);
          cursor.acknowledged = another ? there : Math.max(cursor.acknowledged, there);
        });
    moved = true;
  }

  synchronized String installation() {
    return installation;
  }

  /** The oldest batch that is kept; {@link #next} while there is none. */
  synchronized long first() {
    return sizes.first();
  }

  /** The number of the next batch. */
  synchronized long next() {
    return sizes.next();
  }

  /** The oldest batch after this one; 0 when there is none yet. */
  synchronized long following(long sequence) {
    long following = Math.max(sequence + 1, sizes.first());
    return following < sizes.next() ? following : 0;
  }

  synchronized long bytes() {
    return sizes.totalBytes();
  }

  /** Adds the batch {@link #next}. */
  synchronized void stored(int bytes, int rows) {
    sizes.add(bytes, rows);
  }

  /**
   * Makes sure that there is a cursor of this name; a new one begins before the oldest batch that
   * is kept.
   */
  synchronized void register(String name) {
    if (!cursors.containsKey(name)) {
      Cursor cursor = new Cursor();
      cursor.acknowledged = sizes.first() - 1 + leaving;
      cursors.put(name, cursor);
      moved = true;
    }
  }

  synchronized long acknowledged(String name) {
    Cursor cursor = cursors.get(name);
    return cursor == null ? sizes.first() - 1 : cursor.acknowledged;
  }

  /** Moves a cursor forward, never backward; a number of another installation means nothing. */
  synchronized void acknowledge(String name, String ofInstallation, long sequence) {
    Cursor cursor = cursors.get(name);
    if (cursor == null || !installation.equals(ofInstallation)) {
      return;
    }
    long upTo = Math.min(sequence, sizes.next() - 1);
    for (long s = Math.max(cursor.acknowledged + 1, sizes.first()); s <= upTo; s++) {
      cursor.deliveredBatches++;
      cursor.deliveredRows += sizes.rowsOf(s);
    }
    if (upTo > cursor.acknowledged) {
      cursor.acknowledged = upTo;
      moved = true;
    }
  }

  /** The last acknowledged number of each cursor. */
  synchronized Map<String, Long> cursors() {
    Map<String, Long> copy = new TreeMap<>();
    cursors.forEach((name, cursor) -> copy.put(name, cursor.acknowledged));
    return copy;
  }

  /** Whether a cursor has moved since the last call. */
  synchronized boolean takeMoved() {
    boolean result = moved;
    moved = false;
    return result;
  }

  /**
   * How many of the oldest batches every cursor has passed; without a cursor, a later one may want
   * them all.
   */
  synchronized int releasable() {
    long passed =
        cursors.values().stream()
            .mapToLong(cursor -> cursor.acknowledged)
            .min()
            .orElse(sizes.first() - 1);
    return (int) Math.max(0, Math.min(passed, sizes.next() - 1) - sizes.first() + 1);
  }

  /**
   * Begins to remove what every cursor has passed; {@link #remove} ends it.
   *
   * @param most how many batches at most
   * @return how many of the oldest are to be removed
   */
  synchronized int release(int most) {
    leaving = Math.min(releasable(), most);
    return leaving;
  }

  /**
   * How many of the oldest batches must go so that the rest and {@code more} bytes stay within the
   * bound.
   */
  synchronized int excess(long more, long maximumBytes) {
    return sizes.excess(more, maximumBytes);
  }

  /**
   * Removes the oldest batches, and counts each as given up for every sink that has not
   * acknowledged it.
   *
   * @return the names of these sinks
   */
  synchronized List<String> remove(int batches) {
    long end = sizes.first() + batches;
    List<String> losers = new ArrayList<>();
    long lost = 0;
    for (Map.Entry<String, Cursor> entry : cursors.entrySet()) {
      Cursor cursor = entry.getValue();
      long from = Math.max(cursor.acknowledged + 1, sizes.first());
      for (long s = from; s < end; s++) {
        cursor.givenUpBatches++;
        cursor.givenUpRows += sizes.rowsOf(s);
      }
      if (from < end) {
        losers.add(entry.getKey());
        lost = Math.max(lost, end - from);
      }
    }
    givenUpBatches += lost;
    sizes.remove(batches);
    leaving = 0;
    return losers;
  }

  synchronized void countUnreadable() {
    unreadableBatches++;
  }

  synchronized SpoolStatistics statistics() {
    List<SpoolStatistics.Cursor> places = new ArrayList<>();
    cursors.forEach(
        (name, cursor) ->
            places.add(
                new SpoolStatistics.Cursor(
                    name,
                    cursor.acknowledged,
                    sizes.next() - 1 - Math.max(cursor.acknowledged, sizes.first() - 1),
                    sizes.bytesAfter(cursor.acknowledged),
                    cursor.deliveredBatches,
                    cursor.deliveredRows,
                    cursor.givenUpBatches,
                    cursor.givenUpRows)));
    return new SpoolStatistics(
        installation,
        sizes.next() - 1,
        sizes.count(),
        sizes.totalBytes(),
        givenUpBatches,
        unreadableBatches,
        places);
  }
}
