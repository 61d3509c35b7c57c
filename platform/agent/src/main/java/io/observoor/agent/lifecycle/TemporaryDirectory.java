package io.observoor.agent.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is deleted with its content as the process ends. */
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
      // the system cleans its temporary directory
      return;
    }
  }
}
