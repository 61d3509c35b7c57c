package io.observoor.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

  @TempDir Path directory;

  @Test
  void usesTheFirstDirectoryThatHasLibbpf() throws IOException {
    Path file = Files.createFile(directory.resolve("libbpf.so.1"));

    assertEquals(
        file, NativeLibraries.locate(null, List.of(directory.resolve("absent"), directory)));
  }

  @Test
  void errorNamesTheSearchedDirectoriesAndThePackage() {
    var error =
        assertThrows(
            UnsatisfiedLinkError.class, () -> NativeLibraries.locate(null, List.of(directory)));

    assertTrue(error.getMessage().contains(directory.toString()), error.getMessage());
    assertTrue(error.getMessage().contains("apt-get install libbpf1"), error.getMessage());
  }

  @Test
  void aMissingConfiguredFileIsAnError() throws IOException {
    Files.createFile(directory.resolve("libbpf.so.1"));
    String elsewhere = directory.resolve("other.so").toString();

    var error =
        assertThrows(
            UnsatisfiedLinkError.class,
            () -> NativeLibraries.locate(elsewhere, List.of(directory)));

    assertTrue(error.getMessage().contains(elsewhere), error.getMessage());
  }

  @Test
  void loadsTwiceWithoutError() {
    NativeLibraries.loadLibbpf();
    NativeLibraries.loadLibbpf();
  }
}
