package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.spool.Cursor;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.util.Optional;

/** The batches that one session of a sink has been sent and has acknowledged. Not thread-safe. */
final class SinkPosition {
  private final Cursor cursor;
  private final Spool spool;
  private String installation = "";

  /** The last batch that was sent, or skipped because it is damaged. */
  private long passed;

  private long sent;
  private long acknowledged;

  SinkPosition(Cursor cursor, Spool spool) {
    this.cursor = cursor;
    this.spool = spool;
  }

  /** Moves to the cursor; false while the spool is closed, or another sink still has the cursor. */
  boolean load() {
    installation = spool.installation();
    // checked before the cursor is read: the sink has none until the hand-over
    if (spool.pendingHandover().filter(it -> it.to().equals(cursor.name())).isPresent()) {
      return false;
    }
    acknowledged = cursor.acknowledged();
    sent = acknowledged;
    passed = acknowledged;
    return !installation.isEmpty();
  }

  /** False when the spool has begun another installation, which invalidates all sequences. */
  boolean isValid() {
    return installation.equals(spool.installation());
  }

  SinkContext context() {
    return new SinkContext(installation, acknowledged);
  }

  long acknowledged() {
    return acknowledged;
  }

  /** The sequence of the next batch; 0 when there is none yet. */
  long next() {
    return spool.following(passed);
  }

  /**
   * Reads the next batch and marks it as sent.
   *
   * @return empty when it must be skipped
   */
  Optional<Batch> read(long next) throws SpoolException {
    Optional<Batch> batch = spool.read(installation, next);
    passed = next;
    if (batch.isPresent()) {
      sent = next;
      cursor.markSent(installation, next);
    }
    return batch;
  }

  /**
   * Moves the cursor to what the sink has made durable.
   *
   * @return whether it moved
   * @throws SinkException when the sink acknowledges a batch that it was never sent
   */
  boolean acknowledge(long durable) throws SinkException {
    if (durable > sent) {
      throw new SinkException(
          "it acknowledged batch " + durable + " but was sent only those up to " + sent);
    }
    // damaged batches after the last one that was sent count as acknowledged with it
    long upTo = durable == sent ? passed : durable;
    if (upTo <= acknowledged) {
      return false;
    }
    acknowledged = upTo;
    cursor.acknowledge(installation, upTo);
    return true;
  }
}
