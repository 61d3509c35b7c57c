package io.observoor.delivery.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The batches that are kept, and the sinks' cursors, in memory. Never waits for the disk.
 * Thread-safe: the spool thread adds and removes batches, the sinks' threads move their cursors.
 *
 * <p>Rows that were given up for a sink are reported by a row of a later batch, once the sink has
 * recovered, that is, has acknowledged a batch since: an earlier report would be given up as well.
 * Until some sink has acknowledged the report, it may be given up itself; then another batch
 * reports the same rows.
 */
final class SpoolIndex {
  private final Map<String, Cursor> cursors = new TreeMap<>();

  /** Its new sink has no cursor until the hand-over is done or dropped. */
  private Optional<PendingHandover> pendingHandover = Optional.empty();

  private BatchSizes sizes = new BatchSizes(1);
  private String installation = "";
  private long givenUpBatches;
  private boolean cursorsChanged;

  /** Number of oldest batches that are being removed: a new cursor begins after them. */
  private int removing;

  /** While there is no cursor, batches up to this one need not be kept. */
  private long unneeded;

  /**
   * Oldest batches that are being removed from the file.
   *
   * @param batches number of batches
   * @param givenUp number of them that some sink has not acknowledged
   * @param sinks the names of these sinks
   * @param undo restores the cursors when the batches stay in the file
   */
  record Removal(int batches, long givenUp, List<String> sinks, List<Runnable> undo) {}

  /**
   * Takes over the content of a file. Cursors stay where they are, unless the file begins another
   * installation. The first file decides which cursors exist; a later one may not yet know of a
   * cursor that was removed or added.
   */
  synchronized void load(
      String fileInstallation,
      BatchSizes fileSizes,
      Map<String, Long> fileCursors,
      Optional<PendingHandover> handover) {
    boolean first = installation.isEmpty();
    boolean another = !installation.equals(fileInstallation);
    if (!another && fileSizes.first() > sizes.first()) {
      // a commit removed these batches, and failed before it was confirmed
      finish(beginRemoval((int) (fileSizes.first() - sizes.first()), Map.of()));
    }
    installation = fileInstallation;
    sizes = fileSizes;
    removing = 0;
    unneeded = another ? 0 : unneeded;
    if (first) {
      pendingHandover = handover;
      // the new sink may have been registered before the file was read
      handover.ifPresent(it -> cursor(it.to()).kept = false);
      fileCursors.keySet().forEach(name -> cursor(name).register());
    }
    cursors.forEach(
        (name, cursor) -> {
          long position = fileCursors.getOrDefault(name, beginning());
          if (another) {
            cursor.renumber(position, sizes.next() - 1);
          }
          cursor.acknowledged = Math.max(cursor.acknowledged, position);
        });
    cursorsChanged = true;
  }

  /**
   * Takes over the unreported losses of the process before; once, after the first {@link #load}.
   */
  synchronized void loadLosses(Map<String, LossAccount.Saved> fileLosses) {
    fileLosses.forEach((name, saved) -> cursor(name).losses.load(saved));
  }

  synchronized String installation() {
    return installation;
  }

  synchronized BatchSizes sizes() {
    return sizes;
  }

  /** The oldest stored batch; {@link #next} while there is none. */
  synchronized long first() {
    return sizes.first();
  }

  /** The sequence of the next batch. */
  synchronized long next() {
    return sizes.next();
  }

  /** The oldest stored batch after this one; 0 when there is none yet. */
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

  /** The cursor of any sink, whether or not batches are kept for it. */
  synchronized Cursor cursor(String name) {
    return cursors.computeIfAbsent(name, absent -> new Cursor(this, name));
  }

  /** Marks the cursors as different from those in the file. */
  synchronized void cursorsChanged() {
    cursorsChanged = true;
  }

  /** Whether the cursors have changed since the last call. */
  synchronized boolean takeCursorsChanged() {
    boolean result = cursorsChanged;
    cursorsChanged = false;
    return result;
  }

  /** The position at which a new cursor begins. */
  synchronized long beginning() {
    return Math.max(sizes.first() - 1 + removing, Math.min(unneeded, sizes.next() - 1));
  }

  synchronized Optional<PendingHandover> pendingHandover() {
    return pendingHandover;
  }

  synchronized boolean awaitsHandover(String name) {
    return pendingHandover.filter(handover -> handover.to().equals(name)).isPresent();
  }

  /** Ends the wait; a new sink that has no cursor by now begins as any new sink does. */
  synchronized void endPendingHandover() {
    Optional<PendingHandover> ended = pendingHandover;
    pendingHandover = Optional.empty();
    ended.ifPresent(handover -> cursor(handover.to()).register());
  }

  /**
   * Moves a cursor to another sink; one that has a cursor of its own keeps that.
   *
   * @return undoes the hand-over, if neither cursor has moved since
   * @throws IllegalArgumentException when {@code from} has no cursor
   */
  synchronized Runnable handOver(Cursor from, Cursor to) {
    if (!from.kept) {
      throw new IllegalArgumentException("there is no cursor of " + from.name());
    }
    boolean existed = to.kept;
    if (!existed) {
      to.begin(from.acknowledged);
    }
    from.kept = false;
    cursorsChanged = true;
    return () -> {
      synchronized (this) {
        from.kept = true;
        to.kept = existed;
        cursorsChanged = true;
      }
    };
  }

  /**
   * Removes a cursor; when it was the only one, the batches that are stored now are not needed.
   *
   * @return undoes the removal
   */
  synchronized Runnable removeCursor(Cursor cursor) {
    boolean existed = cursor.kept;
    long unneededBefore = unneeded;
    if (existed) {
      cursor.kept = false;
      unneeded = acknowledgedByAll().isEmpty() ? sizes.next() - 1 : unneeded;
      cursorsChanged = true;
    }
    return () -> {
      synchronized (this) {
        if (existed) {
          cursor.kept = true;
          unneeded = unneededBefore;
          cursorsChanged = true;
        }
      }
    };
  }

  /** The last acknowledged batch of each sink for which batches are kept. */
  synchronized Map<String, Long> acknowledged() {
    Map<String, Long> acknowledged = new TreeMap<>();
    cursors.forEach(
        (name, cursor) -> {
          if (cursor.kept) {
            acknowledged.put(name, cursor.acknowledged);
          }
        });
    return acknowledged;
  }

  /** The last batch that every cursor has passed; empty without a cursor. */
  private OptionalLong acknowledgedByAll() {
    return cursors.values().stream()
        .filter(cursor -> cursor.kept)
        .mapToLong(cursor -> cursor.acknowledged)
        .min();
  }

  /** Number of oldest batches that can be released. */
  synchronized int releasable() {
    long passed = acknowledgedByAll().orElse(unneeded);
    return (int) Math.max(0, Math.min(passed, sizes.next() - 1) - sizes.first() + 1);
  }

  /**
   * Chooses batches to release; {@link #beginRemoval} and {@link #finish} remove them.
   *
   * @param most the largest number of batches
   * @return number of oldest batches to remove
   */
  synchronized int release(int most) {
    removing = Math.min(releasable(), most);
    return removing;
  }

  /** As {@link BatchSizes#excess}. */
  synchronized int excess(long more, long maximumBytes) {
    return sizes.excess(more, maximumBytes);
  }

  /** Rows given up that the next batch is to report, by sink. */
  synchronized Map<String, Long> lossesToReport() {
    Map<String, Long> report = new TreeMap<>();
    cursors.forEach(
        (name, cursor) -> {
          // a sink without a cursor never recovers: its losses are reported to the others at once
          if (cursor.losses.reportableRows() > 0 && (cursor.recovered || !cursor.kept)) {
            report.put(name, cursor.losses.reportableRows());
          }
        });
    return report;
  }

  /** Losses by sink that no acknowledged batch reports; sinks without any are left out. */
  synchronized Map<String, LossAccount.Saved> losses() {
    Map<String, LossAccount.Saved> losses = new TreeMap<>();
    cursors.forEach((name, cursor) -> losses.put(name, cursor.losses.saved()));
    losses.values().removeIf(LossAccount.Saved.NOTHING::equals);
    return losses;
  }

  /**
   * Begins to remove the oldest batches, and counts each as given up for every sink that has not
   * acknowledged it; {@link #finish} or {@link #undo} ends the removal.
   *
   * @param reports rows that the next batch reports as given up, by sink
   */
  synchronized Removal beginRemoval(int batches, Map<String, Long> reports) {
    removing = batches;
    List<Runnable> undo = cursors.values().stream().map(Cursor::undo).toList();
    reports.forEach((name, rows) -> cursor(name).losses.report(sizes.next(), rows));
    List<String> losers = new ArrayList<>();
    long givenUp = 0;
    long end = sizes.first() + batches;
    for (Cursor cursor : cursors.values()) {
      long missed = cursor.giveUpBefore(end);
      if (missed > 0) {
        losers.add(cursor.name());
        givenUp = Math.max(givenUp, missed);
      }
    }
    updateLossReports(end);
    return new Removal(batches, givenUp, losers, undo);
  }

  /** Ends a removal that failed: the batches are still in the file. */
  synchronized void undo(Removal removal) {
    removal.undo().forEach(Runnable::run);
    removing = 0;
  }

  /** Ends a removal: the batches are no longer in the file. */
  synchronized void finish(Removal removal) {
    givenUpBatches += removal.givenUp();
    sizes.remove(removal.batches());
    removing = 0;
  }

  /**
   * Notices loss reports that some sink has acknowledged, or that were given up.
   *
   * @param first the oldest batch that is kept
   */
  synchronized void updateLossReports(long first) {
    for (Cursor cursor : cursors.values()) {
      long report = cursor.losses.reportedIn();
      if (report > 0) {
        if (cursors.values().stream().anyMatch(it -> it.kept && it.acknowledged >= report)) {
          cursor.losses.reportDelivered();
        } else if (report < first
            && cursors.values().stream().noneMatch(it -> it.losses.isInFlight(report))) {
          cursor.losses.reportGivenUp();
        }
      }
    }
  }

  synchronized SpoolStatistics statistics(long unreadableBatches) {
    return new SpoolStatistics(
        installation,
        sizes.next() - 1,
        sizes.count(),
        sizes.totalBytes(),
        givenUpBatches,
        unreadableBatches,
        cursors.values().stream().map(Cursor::statistics).toList());
  }
}
