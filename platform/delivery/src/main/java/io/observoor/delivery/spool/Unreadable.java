package io.observoor.delivery.spool;

import io.observoor.api.batch.Batch;
import io.observoor.delivery.codec.BatchCodec;
import io.observoor.delivery.codec.CorruptBatchException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once of each batch that it is damaged. Thread-safe. */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

  private final Path path;
  private final Ledger ledger;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Unreadable(Path path, Ledger ledger) {
    this.path = path;
    this.ledger = ledger;
  }

  /**
   * The batch, or nothing when it is damaged.
   *
   * @param bytes as they are in the file; null when they are not
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

  /** There is nothing to be had of this batch. */
  Optional<Batch> skip(long sequence, String reason) {
    if (sequence >= ledger.first() && known.add(ledger.installation() + " " + sequence)) {
      ledger.countUnreadable(1);
      LOG.error("batch {} of spool {} is damaged and skipped: {}", sequence, path, reason);
    }
    return Optional.empty();
  }
}
