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
 * The file that keeps what a user typed in earlier sessions, one line each; only the user can read
 * it. Errors are ignored: the shell works without a history.
 */
public final class HistoryFile {
  /** A history without a file. */
  static final HistoryFile NONE = new HistoryFile(Optional.empty());

  private static final int MAXIMUM_LINES = 500;

  private final Optional<Path> file;

  /** Creates a history in this file, or an empty one. */
  HistoryFile(Optional<Path> file) {
    this.file = file;
  }

  /** Returns the history of the user that runs this process. */
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

  /** Returns the latest lines, the newest last; truncates a long file to them. */
  public List<String> lines() {
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      List<String> all = Files.readAllLines(file.get(), UTF_8);
      if (all.size() <= MAXIMUM_LINES) {
        return all;
      }
      List<String> newest = new ArrayList<>(all.subList(all.size() - MAXIMUM_LINES, all.size()));
      if (all.size() > 2 * MAXIMUM_LINES) {
        Files.write(file.get(), newest, UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
      }
      return newest;
    } catch (IOException unreadable) {
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
      // the line editor keeps the line for this session
    }
  }
}
