package io.observoor.delivery.spool;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which batches are kept, and how far each sink's cursor has come. Knows nothing of the disk and
 * never waits for it. Thread-safe: the spool thread adds and removes batches, the sinks' threads
 * move their cursors.
 */
final class Ledger {
  private final Cursors cursors = new Cursors();
  private BatchSizes sizes = new BatchSizes(1);
  private String installation = "";
  private long givenUpBatches;
  private boolean moved;

  /** The oldest batches that are just being removed: a cursor that comes now begins behind them. */
  private int leaving;

  /** While there is no cursor, batches up to this one are of no use to anybody. */
  private long forgotten;

  /**
   * Takes over what a file holds. Cursors go on where they are, unless the file begins another
   * installation. Which cursors there are, the first file says; later ones may not know yet of one
   * that has gone or come.
   */
  synchronized void load(
      String fileInstallation,
      BatchSizes fileSizes,
      Map<String, Long> fileCursors,
      Optional<Succession> awaited) {
    boolean first = installation.isEmpty();
    boolean another = !installation.equals(fileInstallation);
    if (!another && fileSizes.first() > sizes.first()) {
      // removed before the file failed, though nobody was told that it was written
      finish(begin((int) (fileSizes.first() - sizes.first()), Map.of()));
    }
    installation = fileInstallation;
    sizes = fileSizes;
    leaving = 0;
    forgotten = another ? 0 : forgotten;
    if (first) {
      cursors.expect(awaited);
      fileCursors.keySet().forEach(this::register);
    }
    cursors
        .all()
        .forEach(
            (name, cursor) -> {
              long there = fileCursors.getOrDefault(name, beginning());
              if (another) {
                cursor.renumber(there, sizes.next() - 1);
              }
              cursor.acknowledged = Math.max(cursor.acknowledged, there);
            });
    moved = true;
  }

  /** Takes over what an earlier process owes; once, after the first {@link #load}. */
  synchronized void loadLosses(Map<String, LossAccount.Saved> fileLosses) {
    fileLosses.forEach((name, saved) -> cursors.of(name).losses.load(saved));
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
    moved |= cursors.begin(name, beginning());
  }

  synchronized Optional<Succession> succession() {
    return cursors.succession();
  }

  /** Nobody waits any more: who did begins as any new sink does. */
  synchronized void renounce() {
    moved |= cursors.renounce(beginning());
  }

  /** Where a new cursor stands. */
  private long beginning() {
    return Math.max(sizes.first() - 1 + leaving, Math.min(forgotten, sizes.next() - 1));
  }

  synchronized long acknowledged(String name) {
    Cursor cursor = cursors.kept(name);
    return cursor == null ? beginning() : cursor.acknowledged;
  }

  /** This batch is about to be given to the sink. */
  synchronized void give(String name, String ofInstallation, long sequence) {
    Cursor cursor = cursors.kept(name);
    if (cursor != null && installation.equals(ofInstallation)) {
      cursor.given = Math.max(cursor.given, sequence);
      cursor.held = Math.max(cursor.held, sequence);
    }
  }

  /** The sink holds nothing any more of what it was given and has not acknowledged. */
  synchronized void letGo(String name) {
    Cursor cursor = cursors.all().get(name);
    if (cursor != null) {
      cursor.held = 0;
      cursor.losses.letGo();
      cursors.settle(sizes.first());
    }
  }

  /**
   * Gives one sink's place to another; one that has a place of its own goes on from there.
   *
   * @return takes it back, which must be before anybody moves one of the two
   * @throws IllegalArgumentException when the first has no place
   */
  synchronized Runnable handOver(String from, String to) {
    Cursor old = cursors.kept(from);
    if (old == null) {
      throw new IllegalArgumentException("there is no cursor of " + from);
    }
    Cursor successor = cursors.of(to);
    boolean hadOne = successor.kept;
    if (!hadOne) {
      successor.begin(old.acknowledged);
    }
    old.kept = false;
    moved = true;
    return () -> {
      synchronized (this) {
        old.kept = true;
        successor.kept = hadOne;
        moved = true;
      }
    };
  }

  /** Whether the sink has acknowledged everything that it may have been given. */
  synchronized boolean hasAllBack(String name) {
    Cursor cursor = cursors.kept(name);
    return cursor == null || cursor.given <= cursor.acknowledged;
  }

  /**
   * Forgets a sink's place; when it was the only one, also what is stored now.
   *
   * @return takes it back
   */
  synchronized Runnable forget(String name) {
    Cursor cursor = cursors.kept(name);
    long before = forgotten;
    if (cursor != null) {
      cursor.kept = false;
      forgotten = cursors.passed().isEmpty() ? sizes.next() - 1 : forgotten;
      moved = true;
    }
    return () -> {
      synchronized (this) {
        if (cursor != null) {
          cursor.kept = true;
          forgotten = before;
          moved = true;
        }
      }
    };
  }

  /** Stored batches that this sink has not acknowledged; nothing without a cursor. */
  synchronized OptionalLong pending(String name) {
    Cursor cursor = cursors.kept(name);
    return cursor == null ? OptionalLong.empty() : OptionalLong.of(cursor.pending(sizes));
  }

  /** Moves a cursor forward, never backward; a number of another installation means nothing. */
  synchronized void acknowledge(String name, String ofInstallation, long sequence) {
    Cursor cursor = cursors.kept(name);
    if (cursor == null || !installation.equals(ofInstallation)) {
      return;
    }
    moved |= cursor.acknowledge(Math.min(sequence, sizes.next() - 1), sizes);
    cursors.settle(sizes.first());
  }

  /** The last acknowledged number of each cursor. */
  synchronized Map<String, Long> cursors() {
    return cursors.acknowledged();
  }

  /** Whether a cursor has moved since the last call. */
  synchronized boolean takeMoved() {
    boolean result = moved;
    moved = false;
    return result;
  }

  /**
   * How many of the oldest batches every cursor has passed; without a cursor, a later one may want
   * all that were not forgotten.
   */
  synchronized int releasable() {
    long passed = cursors.passed().orElse(forgotten);
    return (int) Math.max(0, Math.min(passed, sizes.next() - 1) - sizes.first() + 1);
  }

  /**
   * Begins to remove what every cursor has passed; {@link #finish} ends it.
   *
   * @param most how many batches at most
   * @return how many of the oldest are to be removed
   */
  synchronized int release(int most) {
    leaving = Math.min(releasable(), most);
    return leaving;
  }

  /** As {@link BatchSizes#excess}. */
  synchronized int excess(long more, long maximumBytes) {
    return sizes.excess(more, maximumBytes);
  }

  /** How many rows that were given up the next batch is to tell of, by sink. */
  synchronized Map<String, Long> dueLosses() {
    return cursors.dueLosses();
  }

  /** What each sink has lost and no durable batch tells of; nothing for most. */
  synchronized Map<String, LossAccount.Saved> losses() {
    return cursors.losses();
  }

  /**
   * Begins to remove the oldest batches, and counts each as given up for every sink that has not
   * acknowledged it; {@link #finish} or {@link #undo} ends it.
   *
   * @param statements what the next batch tells of, by sink
   */
  synchronized Removal begin(int batches, Map<String, Long> statements) {
    leaving = batches;
    return cursors.remove(batches, sizes, statements);
  }

  /** The batches are still in the file. */
  synchronized void undo(Removal removal) {
    removal.undo().forEach(Runnable::run);
    leaving = 0;
  }

  /** The batches are not in the file any more. */
  synchronized void finish(Removal removal) {
    givenUpBatches += removal.lost();
    sizes.remove(removal.batches());
    leaving = 0;
  }

  synchronized SpoolStatistics statistics(long unreadableBatches) {
    return new SpoolStatistics(
        installation,
        sizes.next() - 1,
        sizes.count(),
        sizes.totalBytes(),
        givenUpBatches,
        unreadableBatches,
        cursors.statistics(sizes));
  }
}
