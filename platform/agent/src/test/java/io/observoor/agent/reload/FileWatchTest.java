package io.observoor.agent.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
  @TempDir private Path directory;
  private Path file;
  private FileWatch watch;
  private final AtomicInteger changes = new AtomicInteger();

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(directory.resolve("config.yaml"), "a");
    watch = new FileWatch(file, changes::incrementAndGet);
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      watch.run(0);
    }
  }

  @Test
  void anUnchangedFileIsNotAChange() {
    poll(5);
    assertEquals(0, changes.get());
  }

  @Test
  void reportsAChangeOnceTwoPollsAgree() throws IOException {
    Files.writeString(file, "ab");
    poll(1);
    assertEquals(0, changes.get(), "it may still be written");
    Files.writeString(file, "abc");
    poll(1);
    assertEquals(0, changes.get());
    poll(3);
    assertEquals(1, changes.get());
  }

  @Test
  void reportsAReplacedFile() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "b");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    poll(3);
    assertEquals(1, changes.get());
  }

  @Test
  void aMissingFileIsNotAChange() throws IOException {
    Files.delete(file);
    poll(3);
    assertEquals(0, changes.get());
    Files.writeString(file, "abc");
    poll(3);
    assertEquals(1, changes.get());
  }
}
