package io.observoor.integration.peers;

import io.observoor.integration.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system on its own block device, whose counters in the kernel no other process changes.
 *
 * @param path its mount point
 * @param device the device's name
 */
record Disk(Path path, String device) implements AutoCloseable {
  private static final String SIZE = "2G";
  private static final int SECTOR = 512;

  /** Columns of {@code /sys/block/NAME/stat}, Documentation/block/stat.rst. */
  private static final int READ_SECTORS = 2;

  private static final int WRITTEN_SECTORS = 6;

  /** Creates and mounts one in a file. */
  static Disk create(Path directory) throws IOException {
    String image = directory.resolve("disk.image").toString();
    Path path = Files.createDirectories(directory.resolve("disk"));
    Commands.run("truncate", "--size=" + SIZE, image);
    // no initialization in the background
    Commands.run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
    Commands.run("mount", "-o", "loop,noatime", image, path.toString());
    String source = Commands.run("findmnt", "-n", "-o", "SOURCE", path.toString()).strip();
    return new Disk(path, Path.of(source).getFileName().toString());
  }

  /** Returns the device's number as in rows. */
  long number() throws IOException {
    String[] number = read("dev").split(":", -1);
    return Long.parseLong(number[0]) << 20 | Long.parseLong(number[1]);
  }

  /** Returns the bytes read and written so far. */
  long transferred() throws IOException {
    String[] figures = read("stat").split(" +", -1);
    return SECTOR
        * (Long.parseLong(figures[READ_SECTORS]) + Long.parseLong(figures[WRITTEN_SECTORS]));
  }

  /** Writes all dirty pages. */
  void flush() {
    Commands.run("sync", "--file-system", path.toString());
  }

  private String read(String file) throws IOException {
    return Files.readString(Path.of("/sys/block", device, file)).strip();
  }

  /** Unmounts the file system, which frees the device. */
  @Override
  public void close() {
    Commands.run("umount", "--lazy", path.toString());
  }
}
