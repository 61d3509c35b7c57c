package io.observoor.integration.events;

import io.observoor.integration.Commands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The processes that do disk I/O, on two loop devices that no other process uses and on a file on
 * the disk of the tests' directory. Not thread-safe.
 */
final class DiskWorkers implements AutoCloseable {
  /** A device without a file system. */
  final DiskDevice raw;

  /** A device with an ext4 file system. */
  final DiskDevice formatted;

  /** Its mount point, visible to the workers only. */
  final Path mount;

  /** A file on the disk of the tests' directory, for {@link #filer}. */
  final Path file;

  /** Uses a device alone for a while. */
  final DiskWorker direct;

  /** Uses a device concurrently with others. */
  final DiskWorker first;

  /** Uses it concurrently too. */
  final DiskWorker second;

  /** Makes calls that are larger than a request. */
  final DiskWorker splitter;

  /** Makes adjacent bios. */
  final DiskWorker merger;

  /** Flushes and discards. */
  final DiskWorker synchronizer;

  /** Writes to a file and syncs it. */
  final DiskWorker buffered;

  /** Writes to a file that the kernel writes back. */
  final DiskWorker writer;

  /** Writes by a mapping that the kernel writes back. */
  final DiskWorker mapper;

  /** Writes and reads {@link #file}. */
  final DiskWorker filer;

  /** The only untracked one. */
  final DiskWorker untracked;

  private final Deque<DiskWorker> open = new ArrayDeque<>();

  /** Starts all workers idle. */
  DiskWorkers(Path directory) throws IOException {
    try {
      Path image = image(directory.resolve("formatted.img"), 96);
      Commands.run(
          "mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
      DiskWorker owner = keep(DiskWorker.start());
      raw = new DiskDevice(owner.loop(image(directory.resolve("raw.img"), 64)));
      formatted = new DiskDevice(owner.loop(image));
      mount = Files.createDirectory(directory.resolve("mount"));
      owner.mount(formatted.path(), mount);
      direct = keep(DiskWorker.beside(owner));
      first = keep(DiskWorker.beside(owner));
      second = keep(DiskWorker.beside(owner));
      splitter = keep(DiskWorker.beside(owner));
      merger = keep(DiskWorker.beside(owner));
      synchronizer = keep(DiskWorker.beside(owner));
      buffered = keep(DiskWorker.beside(owner));
      writer = keep(DiskWorker.beside(owner));
      mapper = keep(DiskWorker.beside(owner));
      filer = keep(DiskWorker.start());
      untracked = keep(DiskWorker.beside(owner));
      byte[] content = new byte[DiskOutcome.FILE_WRITES * 2 * DiskOutcome.PAGE];
      file = Files.write(directory.resolve("file"), content);
      filer.work("fsync", file);
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static Path image(Path image, int mebibytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(image.toFile(), "rw")) {
      out.setLength((long) mebibytes << 20);
    }
    return image;
  }

  private DiskWorker keep(DiskWorker worker) {
    open.push(worker);
    return worker;
  }

  /** Returns the workers that the agent tracks. */
  List<DiskWorker> tracked() {
    return List.of(
        direct, first, second, splitter, merger, synchronizer, buffered, writer, mapper, filer);
  }

  /** Returns the tracked workers that use {@link #raw} only. */
  List<DiskWorker> trackedOnRaw() {
    return List.of(direct, first, second, splitter, merger, synchronizer);
  }

  /** Ends the workers and frees their devices; idempotent. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
