package io.observoor.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path directory;

  @Test
  void fileIsReadableByItsOwnerOnly() throws IOException {
    Path file = directory.resolve("state/shell_history");
    HistoryFile history = new HistoryFile(Optional.of(file));
    assertEquals(List.of(), history.lines());
    history.add("status");
    history.add("");
    history.add("sink-list -j");
    assertEquals(List.of("status", "sink-list -j"), history.lines());
    assertEquals("rw-------", permissions(file));
    assertEquals("rwx------", permissions(file.getParent()));
  }

  @Test
  void aLongFileIsTruncated() throws IOException {
    Path file = directory.resolve("history");
    HistoryFile history = new HistoryFile(Optional.of(file));
    for (int line = 0; line < 1001; line++) {
      history.add("line " + line);
    }
    assertEquals(500, history.lines().size());
    assertEquals("line 1000", history.lines().getLast());
    assertEquals(500, Files.readAllLines(file).size());
  }

  @Test
  void anUnwritableFileIsIgnored() throws IOException {
    Path notADirectory = Files.createFile(directory.resolve("file"));
    HistoryFile history = new HistoryFile(Optional.of(notADirectory.resolve("history")));
    history.add("status");
    assertEquals(List.of(), history.lines());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
