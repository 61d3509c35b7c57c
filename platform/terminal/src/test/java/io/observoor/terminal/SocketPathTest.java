package io.observoor.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketPathTest {
  @Test
  void theKernelTakes107Bytes() {
    assertEquals(Optional.empty(), SocketPath.refusal(Path.of("/" + "a".repeat(106))));
    String refusal = SocketPath.refusal(Path.of("/" + "é".repeat(54))).orElseThrow();
    assertTrue(refusal.contains("109 bytes") && refusal.contains("shell.socket"), refusal);
  }
}
