package io.observoor.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The framework's private directory: new for each run, mode 0700, deleted at the end. Also deletes
 * the directories of killed runs of the same user.
 */
final class FrameworkStorage implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("observoor-([0-9]+)-.*");

  private final Path directory;

  private FrameworkStorage(Path directory) {
    this.directory = directory;
  }

  static FrameworkStorage create(Path parent) throws IOException {
    String prefix = "observoor-" + ProcessHandle.current().pid() + "-";
    var storage = new FrameworkStorage(Files.createTempDirectory(parent, prefix));
    deleteAbandoned(storage.directory);
    return storage;
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }

  private static void deleteAbandoned(Path own) throws IOException {
    var owner = Files.getOwner(own);
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      for (Path sibling : (Iterable<Path>) siblings::iterator) {
        Matcher matcher = NAME.matcher(sibling.getFileName().toString());
        if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
          deleteAbandoned(sibling, owner);
        }
      }
    }
  }

  /** Another agent that starts at the same time may delete the same directory. */
  private static void deleteAbandoned(Path directory, UserPrincipal owner) throws IOException {
    try {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
        delete(directory);
      }
    } catch (NoSuchFileException deleted) {
      // the other agent was faster
    }
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
