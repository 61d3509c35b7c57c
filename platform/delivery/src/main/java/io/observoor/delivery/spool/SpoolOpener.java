package io.observoor.delivery.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the spool's file and loads it into the index; puts a damaged file aside and begins a new
 * one.
 */
final class SpoolOpener {
  private static final Logger LOG = LoggerFactory.getLogger("spool");

  private final Path path;
  private final List<String> sinks;
  private final Disk disk;
  private final SpoolIndex index;
  private final LastSequence lastSequence;
  private final BatchReader reader;
  private boolean damaged;

  SpoolOpener(
      Path path,
      List<String> sinks,
      Disk disk,
      SpoolIndex index,
      LastSequence lastSequence,
      BatchReader reader) {
    this.path = path;
    this.sinks = sinks;
    this.disk = disk;
    this.index = index;
    this.lastSequence = lastSequence;
    this.reader = reader;
  }

  /** Notes a failure of the open file, which may be damaged. */
  void failed(StoreFailure failure) {
    damaged |= failure.kind() == StoreFailure.Kind.CORRUPT;
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws IOException when the directory or the file does not permit it; MVStore throws its own
   *     exceptions for the same
   */
  SpoolFile open() throws IOException {
    Files.createDirectories(path.getParent());
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new IOException(path.getFileName() + " is not writable; give it to the agent's user");
    }
    SpoolFile sound = damaged ? null : openSound();
    SpoolFile file = sound == null ? replaceDamaged() : sound;
    damaged = false;
    return file;
  }

  /** Opens the file; null when it is damaged. */
  private SpoolFile openSound() {
    SpoolFile file = null;
    try {
      file = SpoolFile.open(path, disk);
      load(file);
      return file;
    } catch (RuntimeException | AssertionError | OutOfMemoryError | StackOverflowError e) {
      if (file != null) {
        file.abandon();
      }
      // a corrupt length may ask for more memory than there is
      StoreFailure failure = StoreFailure.of(e);
      if (failure.kind() != StoreFailure.Kind.CORRUPT && !(e instanceof OutOfMemoryError)) {
        throw e;
      }
      LOG.error("the spool's file {} is damaged: {}", path, failure.reason());
      return null;
    }
  }

  private void load(SpoolFile file) {
    if (file.installation() == null) {
      begin(file);
      file.commit();
    }
    String installation = file.installation();
    long next = file.next();
    if (lastSequence.read(installation) >= next) {
      throw new IllegalStateException("its newest batches are missing");
    }
    if (installation.equals(index.installation())) {
      if (next < index.next()) {
        throw new IllegalStateException("its newest batches are missing");
      }
      next = index.next();
    }
    BatchSizes sizes = sizes(file, next);
    Map<String, Long> cursors = file.cursors();
    Optional<PendingHandover> handover = PendingHandover.of(cursors.keySet(), sinks, next - 1);
    sinks.forEach(sink -> cursors.putIfAbsent(sink, sizes.first() - 1));
    boolean first = index.installation().isEmpty();
    index.load(installation, sizes, cursors, handover);
    if (first) {
      index.loadLosses(file.losses());
    }
  }

  private static BatchSizes sizes(SpoolFile file, long next) {
    BatchSizes sizes = new BatchSizes(next);
    Iterator<Long> sequences = file.sequences();
    while (sequences.hasNext()) {
      long sequence = sequences.next();
      if (sequence >= next) {
        // written, but not confirmed by the disk: no sink has got it, and it is stored again
        file.remove(sequence);
      } else {
        sizes = sizes.count() == 0 ? new BatchSizes(sequence) : sizes;
        if (sizes.next() != sequence) {
          throw new IllegalStateException("batch " + sizes.next() + " is missing");
        }
        sizes.add(file.bytesOf(sequence), file.rowsOf(sequence));
      }
    }
    if (sizes.next() != next) {
      throw new IllegalStateException("batch " + sizes.next() + " is missing");
    }
    return sizes;
  }

  private static void begin(SpoolFile file) {
    byte[] random = new byte[6];
    ThreadLocalRandom.current().nextBytes(random);
    file.begin(HexFormat.of().formatHex(random));
  }

  private SpoolFile replaceDamaged() throws IOException {
    Path aside = SpoolRecovery.putAside(path);
    SpoolFile fresh = null;
    try {
      fresh = SpoolFile.open(path, disk);
      begin(fresh);
      Map<String, Long> known = index.installation().isEmpty() ? Map.of() : index.acknowledged();
      SpoolRecovery recovery = new SpoolRecovery();
      int kept = recovery.copy(aside, fresh, known);
      fresh.commit();
      load(fresh);
      LOG.error(
          "the spool begins installation {} in a new file, with the {} batches that are readable in"
              + " the damaged one; that is kept as {} and can be deleted",
          index.installation(),
          kept,
          aside);
      if (!recovery.lost().isEmpty()) {
        reader.addUnreadable(recovery.lost().size());
        LOG.error(
            "batches {} of the damaged spool are unreadable and lost",
            SpoolRecovery.ranges(recovery.lost()));
      }
      return fresh;
    } catch (RuntimeException | Error e) {
      if (fresh != null) {
        fresh.abandon();
      }
      // so that the next attempt recovers it again
      Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
      throw e;
    }
  }
}
