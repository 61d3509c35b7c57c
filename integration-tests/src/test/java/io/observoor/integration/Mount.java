package io.observoor.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A mounted tmpfs.
 *
 * @param path its mount point
 */
public record Mount(Path path) implements AutoCloseable {

  /** Mounts a tmpfs with these options. */
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
