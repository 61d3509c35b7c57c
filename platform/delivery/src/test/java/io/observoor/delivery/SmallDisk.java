package io.observoor.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system of a few MiB in memory, which root can mount. */
public final class SmallDisk implements AutoCloseable {
  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts a file system; skips the test where that is not permitted. */
  public static SmallDisk mount(Path path, int mebibytes) throws IOException {
    Files.createDirectories(path);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString()) == 0,
        "only root can mount a small file system");
    return new SmallDisk(path);
  }

  /** Remounts read-only or writable; no file may be open for writing. */
  public void readOnly(boolean readOnly) throws IOException {
    String mode = readOnly ? "remount,ro" : "remount,rw";
    assertEquals(0, run("mount", "-o", mode, path.toString()));
  }

  /** Fills all free space with a file, and returns it. */
  public Path fill() throws IOException {
    Path ballast = path.resolve("ballast");
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return ballast;
    }
  }

  private static int run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start();
    return process.onExit().join().exitValue();
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", path.toString());
  }
}
