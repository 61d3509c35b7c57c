package io.observoor.sinks.http;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * Which rows of the batches that are not acknowledged are settled: the server took them, or they
 * are in quarantine. It outlives a failure, so that only the other rows are posted again. Guarded
 * by the lock of the {@link Outbox}.
 */
final class Ledger {
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private String installation = "";
  private long acknowledged;

  /** A batch. */
  private static final class Entry {
    private final int rows;
    private final BitSet settled = new BitSet();
    private boolean given;

    private Entry(int rows) {
      this.rows = rows;
    }
  }

  /** Batches will come again, from the one after the last acknowledged one. */
  void open(String installation, long acknowledged) {
    if (!installation.equals(this.installation) || acknowledged < this.acknowledged) {
      entries.clear();
    }
    entries.headMap(acknowledged, true).clear();
    entries.values().forEach(entry -> entry.given = false);
    this.installation = installation;
    this.acknowledged = acknowledged;
  }

  String installation() {
    return installation;
  }

  /** A batch comes; returns its settled rows, to be read only. */
  BitSet begin(long sequence, int rows) {
    // batches that the spool gave up do not come again
    entries.headMap(sequence).values().removeIf(entry -> !entry.given);
    Entry entry = entries.computeIfAbsent(sequence, _ -> new Entry(rows));
    entry.given = true;
    return entry.settled;
  }

  /** These rows of a batch need not be posted any more. */
  void settle(long sequence, int from, int to) {
    entries.get(sequence).settled.set(from, to);
  }

  /** The number of the last batch whose rows are all settled, as are those of all before it. */
  long acknowledged() {
    while (!entries.isEmpty()) {
      Entry first = entries.firstEntry().getValue();
      if (!first.given || first.settled.cardinality() < first.rows) {
        break;
      }
      acknowledged = entries.pollFirstEntry().getKey();
    }
    return acknowledged;
  }
}
