package io.observoor.agent.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRowsHintTest {
  @TempDir private Path data;

  @BeforeEach
  void otherFiles() throws IOException {
    Files.createDirectories(data.resolve("spool"));
    Files.writeString(data.resolve(".lock"), "");
  }

  @Test
  void namesATableWithFiles() throws IOException {
    Files.createDirectories(data.resolve("syscall_read/date=2026-01-01/hour=00"));
    String text = text("parquet");
    assertTrue(text.contains("'" + data + "/syscall_read/**/*.parquet'"), text);
    assertTrue(text.contains("d.dataset('" + data + "/syscall_read'"), text);
  }

  @Test
  void namesOtherSinks() {
    String text = text("clickhouse");
    assertTrue(text.contains("stored by: clickhouse."), text);
    assertTrue(text.contains("observoor shell --data " + data + " sinks"), text);
  }

  @Test
  void doesNotNameFilesOfAnEarlierRun() throws IOException {
    Files.createDirectories(data.resolve("syscall_read/date=2026-01-01/hour=00"));
    assertFalse(text("http").contains("read_parquet"));
  }

  private String text(String sink) {
    return String.join(
        "\n",
        FirstRowsHint.lines(
            data,
            List.of(
                new SinkStatistics(
                    sink, SinkState.DELIVERING, 1, 0, 0, 1, 9, 0, "", 0, 0, List.of()))));
  }
}
