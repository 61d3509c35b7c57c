package io.observoor.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small file system in memory for one test.
 *
 * @param path where it is
 */
public record Mount(Path path) implements AutoCloseable {

  /** Mounts one with these options. */
  public static Mount tmpfs(Path path, String options) throws IOException {
    Files.createDirectories(path);
    Commands.run("mount", "-t", "tmpfs", "-o", options, "observoor-test", path.toString());
    return new Mount(path);
  }

  @Override
  public void close() {
    Commands.run("umount", "--lazy", path.toString());
  }
}
