package io.observoor.delivery.spool;

import io.observoor.api.batch.Batch;
import io.observoor.delivery.codec.BatchCodec;
import io.observoor.delivery.codec.CorruptBatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings what can still be read out of a damaged file into a new one. The batches get new numbers,
 * of the new installation, in the old order; each cursor comes to stand where it stood among them.
 */
final class Salvage {

  /**
   * Batches written between two commits, so that a large spool does not have to fit into memory.
   */
  private static final int COMMIT_EVERY = 64;

  private final BatchCodec codec;
  private final Map<String, Long> newCursors = new TreeMap<>();
  private final NavigableSet<Long> lost = new TreeSet<>();
  private int kept;

  Salvage(BatchCodec codec) {
    this.codec = codec;
  }

  /** Renames the damaged file, and returns its new path. */
  static Path putAside(Path file) throws IOException {
    for (int n = 1; ; n++) {
      Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + n);
      if (!Files.exists(aside)) {
        return Files.move(file, aside);
      }
    }
  }

  /**
   * Copies batches and cursors.
   *
   * @param known the cursors as they were last known, which may be further than those in the file
   * @return how many batches were kept
   */
  int copy(Path damaged, SpoolFile fresh, Map<String, Long> known) {
    SpoolFile old = openOrNull(damaged);
    if (old == null) {
      return 0;
    }
    try {
      copyFrom(old, fresh, new TreeMap<>(known));
    } finally {
      quietly(old::abandon);
    }
    return kept;
  }

  /**
   * The numbers of the batches that some sink had not had and that could not be read, as far as
   * what is left tells of them.
   */
  NavigableSet<Long> lost() {
    return lost;
  }

  private static SpoolFile openOrNull(Path damaged) {
    try {
      return SpoolFile.openDamaged(damaged);
    } catch (RuntimeException | AssertionError | OutOfMemoryError | StackOverflowError e) {
      return null;
    }
  }

  private void copyFrom(SpoolFile old, SpoolFile fresh, Map<String, Long> oldCursors) {
    quietly(() -> old.cursors().forEach((name, at) -> oldCursors.merge(name, at, Math::max)));
    NavigableSet<Long> sequences = new TreeSet<>();
    quietly(() -> collect(old.sequences(), sequences));
    quietly(() -> collect(old.storedSequences(), sequences));
    long delivered = oldCursors.isEmpty() ? 0 : Collections.min(oldCursors.values());
    oldCursors.keySet().forEach(name -> newCursors.put(name, 0L));
    quietly(() -> expect(sequences.higher(delivered), old.next()));
    for (long sequence : sequences.tailSet(delivered, false)) {
      Batch batch = readOrNull(old, sequence);
      if (batch != null) {
        lost.remove(sequence);
        kept++;
        Batch renumbered = new Batch(fresh.installation(), kept, batch.rows());
        fresh.put(kept, codec.encode(renumbered), Math.toIntExact(batch.rows().rowCount()));
        for (Map.Entry<String, Long> cursor : oldCursors.entrySet()) {
          if (sequence <= cursor.getValue()) {
            newCursors.put(cursor.getKey(), (long) kept);
          }
        }
        if (kept % COMMIT_EVERY == 0) {
          fresh.commit();
        }
      }
    }
    newCursors.forEach(fresh::cursor);
    quietly(() -> fresh.losses(withoutNumbers(old.losses())));
  }

  /** What no batch tells of; a batch that tells of losses is kept as all others are. */
  private static Map<String, LossAccount.Saved> withoutNumbers(
      Map<String, LossAccount.Saved> losses) {
    Map<String, LossAccount.Saved> owed = new TreeMap<>(losses);
    owed.replaceAll((sink, saved) -> new LossAccount.Saved(saved.owed(), 0, 0));
    owed.values().removeIf(LossAccount.Saved.NOTHING::equals);
    return owed;
  }

  private void expect(Long first, long next) {
    for (long sequence = first == null ? next : first; sequence < next; sequence++) {
      lost.add(sequence);
    }
  }

  private static void collect(Iterator<Long> numbers, Set<Long> sequences) {
    while (numbers.hasNext()) {
      Long number = numbers.next();
      if (number != null && number > 0) {
        sequences.add(number);
      }
    }
  }

  private static Batch readOrNull(SpoolFile old, long sequence) {
    try {
      byte[] bytes = old.get(sequence);
      return bytes == null ? null : BatchCodec.decode(bytes);
    } catch (CorruptBatchException
        | RuntimeException
        | AssertionError
        | OutOfMemoryError
        | StackOverflowError e) {
      return null;
    }
  }

  private static void quietly(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | AssertionError | OutOfMemoryError | StackOverflowError e) {
      // a damaged file fails in any way; what could be read until here is kept
      return;
    }
  }
}
