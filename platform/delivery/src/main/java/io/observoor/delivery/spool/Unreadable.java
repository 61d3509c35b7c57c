package io.observoor.delivery.spool;

import io.observoor.api.batch.Batch;
import io.observoor.delivery.codec.BatchCodec;
import io.observoor.delivery.codec.CorruptBatchException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes batches, and says once of each that it is damaged. Thread-safe. */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

  private final Path path;
  private final Ledger ledger;
  private final AtomicLong count = new AtomicLong();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Unreadable(Path path, Ledger ledger) {
    this.path = path;
    this.ledger = ledger;
  }

  /**
   * Decodes a batch.
   *
   * @param bytes as they are in the file; null when they are not
   * @return nothing when it is damaged
   */
  Optional<Batch> decode(long sequence, byte[] bytes) {
    if (bytes == null) {
      return skip(sequence, "it is not in the file");
    }
    try {
      Batch batch = BatchCodec.decode(bytes);
      return batch.sequence() == sequence
          ? Optional.of(batch)
          : skip(sequence, "it is batch " + batch.sequence());
    } catch (CorruptBatchException e) {
      return skip(sequence, e.getMessage());
    }
  }

  /**
   * A batch could not be read from the file.
   *
   * @return nothing when that is because it is damaged
   * @throws SpoolException when it may be readable later
   */
  Optional<Batch> failed(long sequence, Throwable failure) throws SpoolException {
    Fault fault = Fault.of(failure);
    if (fault.kind() != Fault.Kind.CORRUPT) {
      throw new SpoolException(
          "cannot read batch " + sequence + " of " + path + ": " + fault.reason(), failure);
    }
    return skip(sequence, fault.reason());
  }

  /** How many there were. */
  long count() {
    return count.get();
  }

  /** So many more are gone. */
  void add(int batches) {
    count.addAndGet(batches);
  }

  /** There is nothing to be had of this batch. */
  Optional<Batch> skip(long sequence, String reason) {
    if (sequence >= ledger.first() && known.add(ledger.installation() + " " + sequence)) {
      count.incrementAndGet();
      LOG.error("batch {} of spool {} is damaged and skipped: {}", sequence, path, reason);
    }
    return Optional.empty();
  }
}
