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
 * Copies what is readable of a damaged file into a new one. The batches get new sequences, of the
 * new installation, in the old order; each cursor keeps its position among them.
 */
final class SpoolRecovery {

  /** Batches between two commits, so that a large spool need not fit into memory. */
  private static final int COMMIT_EVERY = 64;

  private final BatchCodec codec = new BatchCodec();
  private final Map<String, Long> newCursors = new TreeMap<>();
  private final NavigableSet<Long> lost = new TreeSet<>();
  private int kept;

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
   * @param known the cursors in memory, which may be further than those in the file
   * @return number of batches copied
   */
  int copy(Path damaged, SpoolFile fresh, Map<String, Long> known) {
    SpoolFile old = openOrNull(damaged);
    if (old == null) {
      return 0;
    }
    try {
      copyFrom(old, fresh, new TreeMap<>(known));
    } finally {
      ignoreDamage(old::abandon);
    }
    return kept;
  }

  /**
   * The unreadable batches that some sink had not acknowledged, as far as the rest of the file
   * reveals them.
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
    ignoreDamage(() -> old.cursors().forEach((name, at) -> oldCursors.merge(name, at, Math::max)));
    NavigableSet<Long> sequences = new TreeSet<>();
    ignoreDamage(() -> collect(old.sequences(), sequences));
    ignoreDamage(() -> collect(old.storedSequences(), sequences));
    long delivered = oldCursors.isEmpty() ? 0 : Collections.min(oldCursors.values());
    oldCursors.keySet().forEach(name -> newCursors.put(name, 0L));
    ignoreDamage(() -> expect(sequences.higher(delivered), old.next()));
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
    ignoreDamage(() -> fresh.losses(unreported(old.losses())));
  }

  /** Drops references to reporting batches: their sequences change, and they are copied anyway. */
  private static Map<String, LossAccount.Saved> unreported(Map<String, LossAccount.Saved> losses) {
    Map<String, LossAccount.Saved> unreported = new TreeMap<>(losses);
    unreported.replaceAll((sink, saved) -> new LossAccount.Saved(saved.unreported(), 0, 0));
    unreported.values().removeIf(LossAccount.Saved.NOTHING::equals);
    return unreported;
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

  /** Runs a step that damage may end in any way; keeps what it has read until then. */
  private static void ignoreDamage(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | AssertionError | OutOfMemoryError | StackOverflowError e) {
      return;
    }
  }

  /** Formats numbers, consecutive ones as a range: {@code 3, 7-9}. */
  static String ranges(NavigableSet<Long> numbers) {
    StringBuilder text = new StringBuilder();
    Long first = numbers.isEmpty() ? null : numbers.first();
    while (first != null) {
      long last = first;
      while (numbers.contains(last + 1)) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(first);
      if (last > first) {
        text.append('-').append(last);
      }
      first = numbers.higher(last);
    }
    return text.toString();
  }
}
