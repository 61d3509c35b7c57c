package io.observoor.delivery.spool;

import io.observoor.delivery.codec.BatchCodec;
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
 * Opens the spool's file and reads it into the ledger; puts a damaged file aside and begins a new
 * one.
 */
final class SpoolOpener {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolOpener.class);

  private final Path path;
  private final List<String> sinks;
  private final Disk disk;
  private final Ledger ledger;
  private final LastSequence lastSequence;
  private final Unreadable unreadable;
  private boolean damaged;

  SpoolOpener(
      Path path,
      List<String> sinks,
      Disk disk,
      Ledger ledger,
      LastSequence lastSequence,
      Unreadable unreadable) {
    this.path = path;
    this.sinks = sinks;
    this.disk = disk;
    this.ledger = ledger;
    this.lastSequence = lastSequence;
    this.unreadable = unreadable;
  }

  /** The file failed while it was open: it may be damaged. */
  void failed(Fault fault) {
    damaged |= fault.kind() == Fault.Kind.CORRUPT;
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws IOException when the directory or the file does not allow it; MVStore's own exceptions
   *     mean the same
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

  /** The file, or null when it is damaged. */
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
      // a corrupt length asks for more memory than there is
      Fault fault = Fault.of(e);
      if (fault.kind() != Fault.Kind.CORRUPT && !(e instanceof OutOfMemoryError)) {
        throw e;
      }
      LOG.error("spool {} is damaged: {}", path, fault.reason());
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
      throw new IllegalStateException("its newest batches are gone");
    }
    if (installation.equals(ledger.installation())) {
      if (next < ledger.next()) {
        throw new IllegalStateException("its newest batches are gone");
      }
      next = ledger.next();
    }
    BatchSizes sizes = sizes(file, next);
    Map<String, Long> cursors = file.cursors();
    Optional<Succession> succession = Succession.of(cursors.keySet(), sinks, next - 1);
    sinks.forEach(sink -> cursors.putIfAbsent(sink, sizes.first() - 1));
    boolean first = ledger.installation().isEmpty();
    ledger.load(installation, sizes, cursors, succession);
    if (first) {
      ledger.loadLosses(file.losses());
    }
  }

  private static BatchSizes sizes(SpoolFile file, long next) {
    BatchSizes sizes = new BatchSizes(next);
    Iterator<Long> numbers = file.sequences();
    while (numbers.hasNext()) {
      long sequence = numbers.next();
      if (sequence >= next) {
        // written, but the disk did not confirm it: no sink has seen it, and it will be stored
        // again
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
    Path aside = Salvage.putAside(path);
    SpoolFile fresh = null;
    try {
      fresh = SpoolFile.open(path, disk);
      begin(fresh);
      Map<String, Long> known = ledger.installation().isEmpty() ? Map.of() : ledger.cursors();
      Salvage salvage = new Salvage(new BatchCodec());
      int kept = salvage.copy(aside, fresh, known);
      fresh.commit();
      load(fresh);
      LOG.error(
          "the damaged spool is kept as {}; installation {} begins, with {} batches that could be"
              + " read",
          aside,
          ledger.installation(),
          kept);
      if (!salvage.lost().isEmpty()) {
        unreadable.add(salvage.lost().size());
        LOG.error(
            "batches {} of the damaged spool could not be read and are lost",
            Ranges.of(salvage.lost()));
      }
      return fresh;
    } catch (RuntimeException | Error e) {
      if (fresh != null) {
        fresh.abandon();
      }
      // so that the next attempt salvages again
      Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
      throw e;
    }
  }
}
