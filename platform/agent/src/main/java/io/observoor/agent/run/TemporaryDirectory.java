package io.observoor.agent.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is deleted, with what is in it, when the process ends: other bundles may write
 * to it until then.
 */
final class TemporaryDirectory {
  private TemporaryDirectory() {}

  static Path create() throws IOException {
    Path directory = Files.createTempDirectory("observoor-check");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory), "observoor-delete"));
    return directory;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException cause) {
      // The process ends; the system's temporary directory is cleaned by the system.
      return;
    }
  }
}
