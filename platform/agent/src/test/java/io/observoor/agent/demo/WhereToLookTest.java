package io.observoor.agent.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhereToLookTest {
  @TempDir private Path data;

  @Test
  void namesATableThatIsThere() throws IOException {
    Files.createDirectories(data.resolve("spool"));
    Files.createDirectories(data.resolve("syscall_read/date=2026-01-01/hour=00"));
    Files.writeString(data.resolve(".lock"), "");
    String text = String.join("\n", WhereToLook.lines(data));
    assertTrue(text.contains("'" + data + "/syscall_read/**/*.parquet'"), text);
    assertTrue(text.contains("d.dataset('" + data + "/syscall_read'"), text);
  }

  @Test
  void asksTheShellWhereNoFilesAreWritten() throws IOException {
    Files.createDirectories(data.resolve("spool"));
    String text = String.join("\n", WhereToLook.lines(data));
    assertTrue(text.contains("observoor shell --data " + data + " sinks"), text);
  }
}
