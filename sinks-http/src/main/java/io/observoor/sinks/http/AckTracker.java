package io.observoor.sinks.http;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * Tracks which rows of unacknowledged batches are settled: accepted by the server, or in
 * quarantine. It outlives a failure, so that only the other rows are posted again. Guarded by the
 * monitor of the {@link RequestQueue}.
 */
final class AckTracker {
  private final TreeMap<Long, Progress> batches = new TreeMap<>();
  private String installation = "";
  private long acknowledged;

  private static final class Progress {
    private final int rows;
    private final BitSet settled = new BitSet();

    /** Whether the batch was delivered since the sink was opened. */
    private boolean delivered;

    private Progress(int rows) {
      this.rows = rows;
    }
  }

  /** Expects batches to be delivered again, from the one after the last acknowledged. */
  void open(String installation, long acknowledged) {
    if (!installation.equals(this.installation) || acknowledged < this.acknowledged) {
      batches.clear();
    }
    batches.headMap(acknowledged, true).clear();
    batches.values().forEach(batch -> batch.delivered = false);
    this.installation = installation;
    this.acknowledged = acknowledged;
  }

  String installation() {
    return installation;
  }

  /** Registers a delivered batch; returns its settled rows, read-only. */
  BitSet begin(long sequence, int rows) {
    // The spool does not deliver again what it gave up.
    batches.headMap(sequence).values().removeIf(batch -> !batch.delivered);
    Progress batch = batches.computeIfAbsent(sequence, _ -> new Progress(rows));
    batch.delivered = true;
    return batch.settled;
  }

  /** Settles the rows [from, to) of a batch. */
  void settle(long sequence, int from, int to) {
    batches.get(sequence).settled.set(from, to);
  }

  /** The last batch up to which all rows are settled. */
  long acknowledged() {
    while (!batches.isEmpty()) {
      Progress first = batches.firstEntry().getValue();
      if (!first.delivered || first.settled.cardinality() < first.rows) {
        break;
      }
      acknowledged = batches.pollFirstEntry().getKey();
    }
    return acknowledged;
  }
}
