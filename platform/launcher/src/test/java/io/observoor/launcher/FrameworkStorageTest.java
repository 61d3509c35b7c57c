package io.observoor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameworkStorageTest {

  @TempDir Path parent;

  @Test
  void isPrivateAndDeletedWithItsContents() throws IOException {
    Path directory;
    try (var storage = FrameworkStorage.create(parent)) {
      directory = storage.directory();
      assertEquals(
          PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(directory));
      Files.createDirectories(directory.resolve("bundle1/data"));
      Files.createFile(directory.resolve("bundle1/data/file"));
    }
    assertFalse(Files.exists(directory));
  }

  @Test
  void deletesOnlyDirectoriesOfDeadProcesses() throws IOException {
    Path dead = Files.createDirectories(parent.resolve("observoor-999999999-1/bundle1"));
    Path other = Files.createDirectory(parent.resolve("observoor-data"));
    Path living =
        Files.createDirectory(parent.resolve("observoor-" + ProcessHandle.current().pid() + "-1"));

    FrameworkStorage.create(parent).close();

    assertFalse(Files.exists(dead.getParent()));
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(living));
  }
}
