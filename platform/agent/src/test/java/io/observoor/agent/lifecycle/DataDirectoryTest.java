package io.observoor.agent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.agent.run.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path directory;

  @Test
  void belongsToOneAgent() throws Exception {
    Path data = directory.resolve("a/b");
    try (var _ = DataDirectory.open(data)) {
      String message =
          assertThrows(CannotRunException.class, () -> DataDirectory.open(data)).getMessage();
      assertEquals(
          "data directory "
              + data
              + " is in use by another agent (pid "
              + ProcessHandle.current().pid()
              + "): stop it, or choose another directory with --data",
          message);
    }
    DataDirectory.open(data).close();
  }

  @Test
  void mustBeADirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertMessage(file, "data directory " + file + " is a file: ");
    assertMessage(
        file.resolve("below"), "cannot write to data directory " + file.resolve("below") + ": ");
  }

  @Test
  void mustBeWritable() {
    // Not even root can make a directory in /proc.
    assertMessage(Path.of("/proc/observoor"), "cannot write to data directory /proc/observoor: ");
  }

  @Test
  void mustHaveRoom() throws IOException {
    Path full = Path.of("/proc");
    assertEquals(0, Files.getFileStore(full).getUsableSpace());
    assertMessage(full, "the disk of data directory /proc is full (0 B free): ");
  }

  private static void assertMessage(Path data, String start) {
    String message =
        assertThrows(CannotRunException.class, () -> DataDirectory.open(data)).getMessage();
    assertTrue(message.startsWith(start), message);
    assertEquals(1, message.lines().count());
  }
}
