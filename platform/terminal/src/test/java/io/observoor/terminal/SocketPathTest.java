package io.observoor.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketPathTest {
  @Test
  void pathsAreLimitedTo107Bytes() {
    assertEquals(Optional.empty(), SocketPath.problem(Path.of("/" + "a".repeat(106))));
    String problem = SocketPath.problem(Path.of("/" + "é".repeat(54))).orElseThrow();
    assertTrue(problem.contains("109 bytes") && problem.contains("shell.socket"), problem);
  }
}
