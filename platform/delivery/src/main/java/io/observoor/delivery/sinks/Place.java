package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.util.Optional;

/** Where a sink is among the batches. Its thread alone uses it, but for what says otherwise. */
final class Place {
  private final String sink;
  private final Spool spool;
  private String installation = "";

  /** The last batch that was passed: given to the sink, or not to be read. */
  private long position;

  /** The last batch that was given to the sink. */
  private long delivered;

  private long acknowledged;

  Place(String sink, Spool spool) {
    this.sink = sink;
    this.spool = spool;
  }

  /** Takes up the cursor; false while the spool is not open, or another sink still has it. */
  boolean take() {
    installation = spool.installation();
    if (spool.succession().filter(awaited -> awaited.to().equals(sink)).isPresent()) {
      // asked before the cursor is: it has none until then
      return false;
    }
    acknowledged = spool.acknowledged(sink);
    delivered = acknowledged;
    position = acknowledged;
    return !installation.isEmpty();
  }

  /** False when the spool has begun another installation: numbers mean nothing then. */
  boolean isValid() {
    return installation.equals(spool.installation());
  }

  SinkContext context() {
    return new SinkContext(installation, acknowledged);
  }

  long acknowledged() {
    return acknowledged;
  }

  /** The number of the next batch; 0 when there is none yet. */
  long next() {
    return spool.following(position);
  }

  /**
   * Reads the next batch, to be given to the sink.
   *
   * @return nothing when it must be skipped
   */
  Optional<Batch> pass(long next) throws SpoolException {
    Optional<Batch> batch = spool.read(installation, next);
    position = next;
    if (batch.isPresent()) {
      delivered = next;
      spool.give(sink, installation, next);
    }
    return batch;
  }

  /**
   * Moves the cursor to what the sink has made durable.
   *
   * @return whether it moved
   * @throws SinkException when the sink says that it has what it was never given
   */
  boolean acknowledge(long durable) throws SinkException {
    if (durable > delivered) {
      throw new SinkException(
          "it acknowledged batch " + durable + " but was given only those up to " + delivered);
    }
    // damaged batches after the last one that it was given are behind it, too
    long upTo = durable == delivered ? position : durable;
    if (upTo <= acknowledged) {
      return false;
    }
    acknowledged = upTo;
    spool.acknowledge(sink, installation, upTo);
    return true;
  }

  /** The sink has been closed, or was left alone. Any thread. */
  void leave() {
    spool.letGo(sink);
  }

  /** Batches that are stored and not acknowledged. */
  long pending() {
    return Math.max(0, spool.statistics().lastSequence() - acknowledged);
  }
}
