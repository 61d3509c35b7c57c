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

/** Decodes stored batches; counts damaged ones, and logs each of them once. Thread-safe. */
final class BatchReader {
  private static final Logger LOG = LoggerFactory.getLogger("spool");

  private final Path path;
  private final SpoolIndex index;
  private final AtomicLong unreadable = new AtomicLong();
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  BatchReader(Path path, SpoolIndex index) {
    this.path = path;
    this.index = index;
  }

  /**
   * Decodes a batch.
   *
   * @param bytes as stored in the file; null when the file lacks them
   * @return empty when the batch is damaged
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
   * Handles a failure to read a batch from the file.
   *
   * @return empty when the batch is damaged
   * @throws SpoolException when it may be readable later
   */
  Optional<Batch> failed(long sequence, Throwable cause) throws SpoolException {
    StoreFailure failure = StoreFailure.of(cause);
    if (failure.kind() != StoreFailure.Kind.CORRUPT) {
      throw new SpoolException(
          "cannot read batch " + sequence + " of " + path + ": " + failure.reason(), cause);
    }
    return skip(sequence, failure.reason());
  }

  /** Number of damaged batches since the start. */
  long unreadable() {
    return unreadable.get();
  }

  void addUnreadable(int batches) {
    unreadable.addAndGet(batches);
  }

  private Optional<Batch> skip(long sequence, String reason) {
    if (sequence >= index.first() && logged.add(index.installation() + " " + sequence)) {
      unreadable.incrementAndGet();
      LOG.error("skips batch {} of {}, which is damaged and lost: {}", sequence, path, reason);
    }
    return Optional.empty();
  }
}
