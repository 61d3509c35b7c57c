package io.observoor.sinks.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A small file system, mounted until it is closed. Needs root. */
final class Tmpfs implements AutoCloseable {
  private final Path mountPoint;

  Tmpfs(Path mountPoint, String options) throws IOException {
    this.mountPoint = mountPoint;
    command("mount", "-t", "tmpfs", "-o", options, "observoor-test", mountPoint.toString());
  }

  static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"));
  }

  void remount(String options) throws IOException {
    command("mount", "-o", "remount," + options, mountPoint.toString());
  }

  @Override
  public void close() throws IOException {
    command("umount", mountPoint.toString());
  }

  private static void command(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
