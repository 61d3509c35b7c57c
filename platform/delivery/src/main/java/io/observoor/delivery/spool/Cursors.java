package io.observoor.delivery.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The sinks' cursors, and which batch tells of rows that were given up for one of them. One does
 * when the sink is back, that is when it has acknowledged something since: before that, what tells
 * of its losses would be given up as well. Until some sink has that batch, it may be given up
 * itself, and then another one tells. Guarded by the {@link Ledger}.
 */
final class Cursors {
  private final Map<String, Cursor> all = new TreeMap<>();

  /** Who waits for whose place; it has no cursor until then. */
  private Optional<Succession> succession = Optional.empty();

  Optional<Succession> succession() {
    return succession;
  }

  /** Somebody waits from now on, who may have come before that was known. */
  void expect(Optional<Succession> awaited) {
    succession = awaited;
    awaited.ifPresent(heir -> all.remove(heir.to()));
  }

  /** Nobody waits any more; returns whether there is a cursor more. */
  boolean renounce(long beginning) {
    Optional<Succession> renounced = succession;
    succession = Optional.empty();
    return renounced.filter(heir -> begin(heir.to(), beginning)).isPresent();
  }

  /** Makes sure that there is a cursor, unless it waits; returns whether it is new. */
  boolean begin(String name, long beginning) {
    boolean waits = succession.filter(awaited -> awaited.to().equals(name)).isPresent();
    Cursor cursor = of(name);
    if (cursor.kept || waits) {
      return false;
    }
    cursor.begin(beginning);
    return true;
  }

  List<SpoolStatistics.Cursor> statistics(BatchSizes sizes) {
    return all.entrySet().stream()
        .map(entry -> entry.getValue().statistics(entry.getKey(), sizes))
        .toList();
  }

  /** The cursor of a sink for which batches are kept; null for another. */
  Cursor kept(String name) {
    Cursor cursor = all.get(name);
    return cursor == null || !cursor.kept ? null : cursor;
  }

  /** The cursor of any sink, made when there is none. */
  Cursor of(String name) {
    return all.computeIfAbsent(name, absent -> new Cursor());
  }

  Map<String, Cursor> all() {
    return all;
  }

  /** The last acknowledged number of each sink for which batches are kept. */
  Map<String, Long> acknowledged() {
    Map<String, Long> copy = new TreeMap<>();
    all.forEach(
        (name, cursor) -> {
          if (cursor.kept) {
            copy.put(name, cursor.acknowledged);
          }
        });
    return copy;
  }

  /** What every sink for which batches are kept has acknowledged; nothing without one. */
  OptionalLong passed() {
    return all.values().stream()
        .filter(cursor -> cursor.kept)
        .mapToLong(cursor -> cursor.acknowledged)
        .min();
  }

  /** What each sink has lost and no durable batch tells of; nothing for most. */
  Map<String, LossAccount.Saved> losses() {
    Map<String, LossAccount.Saved> losses = new TreeMap<>();
    all.forEach((name, cursor) -> losses.put(name, cursor.losses.saved()));
    losses.values().removeIf(LossAccount.Saved.NOTHING::equals);
    return losses;
  }

  /** How many rows that were given up the next batch is to tell of, by sink. */
  Map<String, Long> dueLosses() {
    Map<String, Long> due = new TreeMap<>();
    all.forEach(
        (name, cursor) -> {
          // a sink without a place never comes back: the others are told at once
          if (cursor.losses.ready() > 0 && (cursor.back || !cursor.kept)) {
            due.put(name, cursor.losses.ready());
          }
        });
    return due;
  }

  /**
   * Gives the oldest batches up for every sink that has not acknowledged them.
   *
   * @param batches how many
   * @param statements what the next batch tells of, by sink
   */
  Removal remove(int batches, BatchSizes sizes, Map<String, Long> statements) {
    List<Runnable> undo = all.values().stream().map(Cursor::undo).toList();
    statements.forEach((name, rows) -> all.get(name).losses.state(sizes.next(), rows));
    List<String> losers = new ArrayList<>();
    long lost = 0;
    long end = sizes.first() + batches;
    for (Map.Entry<String, Cursor> entry : all.entrySet()) {
      long missed = entry.getValue().giveUp(end, sizes);
      if (missed > 0) {
        losers.add(entry.getKey());
        lost = Math.max(lost, missed);
      }
    }
    settle(end);
    return new Removal(batches, lost, losers, undo);
  }

  /**
   * Looks after the batches that tell of losses.
   *
   * @param first the oldest batch that is kept
   */
  void settle(long first) {
    for (Cursor cursor : all.values()) {
      long stated = cursor.losses.statedIn();
      if (stated > 0) {
        if (all.values().stream().anyMatch(it -> it.kept && it.acknowledged >= stated)) {
          cursor.losses.statementArrived();
        } else if (stated < first
            && all.values().stream().noneMatch(it -> it.losses.doubts(stated))) {
          cursor.losses.statementLost();
        }
      }
    }
  }
}
