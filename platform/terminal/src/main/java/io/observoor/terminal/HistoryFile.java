package io.observoor.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user typed in earlier sessions, a line each, in a file that only they can read. A file
 * that cannot be read or written is no reason to complain: the shell goes on without.
 */
public final class HistoryFile {
  /** Remembers nothing. */
  static final HistoryFile NONE = new HistoryFile(Optional.empty());

  private static final int KEPT = 500;

  private final Optional<Path> file;

  /** The history in this file, or none. */
  HistoryFile(Optional<Path> file) {
    this.file = file;
  }

  /** The history of whoever runs this process. */
  public static HistoryFile ofThisUser() {
    Optional<Path> state =
        variable("XDG_STATE_HOME")
            .filter(path -> path.startsWith("/"))
            .map(Path::of)
            .or(() -> variable("HOME").map(home -> Path.of(home, ".local", "state")));
    return new HistoryFile(state.map(path -> path.resolve("observoor").resolve("shell_history")));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** The latest lines, the newest last; a file that has grown long is cut to them. */
  public List<String> lines() {
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      List<String> all = Files.readAllLines(file.get(), UTF_8);
      if (all.size() <= KEPT) {
        return all;
      }
      List<String> newest = new ArrayList<>(all.subList(all.size() - KEPT, all.size()));
      if (all.size() > 2 * KEPT) {
        Files.write(file.get(), newest, UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
      }
      return newest;
    } catch (IOException none) {
      return List.of();
    }
  }

  /** Adds a line. */
  public void add(String line) {
    if (file.isEmpty() || line.isBlank() || line.contains("\n")) {
      return;
    }
    try {
      if (!Files.exists(file.get())) {
        Files.createDirectories(
            file.get().getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(
            file.get(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(file.get(), line + "\n", UTF_8, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      // this session remembers it all the same
    }
  }
}
