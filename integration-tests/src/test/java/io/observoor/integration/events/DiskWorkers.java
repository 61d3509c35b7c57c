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
 * The processes that do disk I/O, and what they do it on: two loop devices that nobody else uses,
 * and a file on the disk of the tests' own directory. Not thread-safe.
 */
final class DiskWorkers implements AutoCloseable {
  /** A device without a file system. */
  final DiskDevice raw;

  /** A device with an ext4 file system. */
  final DiskDevice formatted;

  /** Where that is mounted, which only the workers see. */
  final Path mount;

  /** On the disk of the tests' own directory; as large as what {@link #filer} does with it. */
  final Path file;

  /** Has a device for itself for a while. */
  final DiskWorker direct;

  /** One of those that use a device at once. */
  final DiskWorker first;

  /** Another of those. */
  final DiskWorker second;

  /** Makes calls that are larger than a request. */
  final DiskWorker splitter;

  /** Makes bios that lie side by side. */
  final DiskWorker merger;

  /** Flushes and discards. */
  final DiskWorker synchronizer;

  /** Writes to a file and synchronizes it. */
  final DiskWorker buffered;

  /** Writes to a file and leaves it to the kernel. */
  final DiskWorker writer;

  /** The same by a mapping. */
  final DiskWorker mapper;

  /** Writes and reads {@link #file}. */
  final DiskWorker filer;

  /** The only one that is not tracked. */
  final DiskWorker stranger;

  private final Deque<DiskWorker> open = new ArrayDeque<>();

  /** Starts them all; none has done anything that counts. */
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
      stranger = keep(DiskWorker.beside(owner));
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

  /** Those that the agent is to track. */
  List<DiskWorker> tracked() {
    return List.of(
        direct, first, second, splitter, merger, synchronizer, buffered, writer, mapper, filer);
  }

  /** Those of them that use nothing but {@link #raw}. */
  List<DiskWorker> trackedOnRaw() {
    return List.of(direct, first, second, splitter, merger, synchronizer);
  }

  /** Ends them, and with them their devices; idempotent. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
