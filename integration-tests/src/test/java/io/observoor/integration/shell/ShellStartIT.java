package io.observoor.integration.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.Commands;
import io.observoor.integration.Commands.Result;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start and end of the agent's shell. */
final class ShellStartIT {
  private static final String OBSERVOOR = RunningAgent.HOME.resolve("bin/observoor").toString();

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  private static Result shell(Path data, String command) {
    return Commands.apart(List.of(OBSERVOOR, "shell", "--data", data.toString(), command));
  }

  @Test
  void replacesTheSocketOfADeadAgent() throws Exception {
    Path data = directory.resolve("data");
    long self = ProcessHandle.current().pid();
    try (RunningAgent first = RunningAgent.tracking(data, self)) {
      assertEquals(0, shell(data, "sinks").status());
      first.kill();
    }
    assertTrue(Files.exists(data.resolve("shell.sock")));
    Result dead = shell(data, "sinks");
    assertEquals(1, dead.status());
    assertTrue(dead.errors().contains("is no longer running"), dead.errors());
    try (RunningAgent second = RunningAgent.tracking(data, self)) {
      Result alive = shell(data, "status");
      assertEquals(0, alive.status(), alive.errors());
      assertTrue(alive.output().contains("pid " + second.pid()), alive.output());
      assertEquals(0, second.stop());
    }
  }

  @Test
  void runsWithoutAShellWhenTheSocketsPathIsTooLong() throws Exception {
    Path data = directory.resolve("d".repeat(100));
    try (RunningAgent agent = RunningAgent.tracking(data, ProcessHandle.current().pid())) {
      agent.await("the reason", line -> line.contains("cannot open the shell's socket"));
      Result refused = shell(data, "sinks");
      assertEquals(1, refused.status());
      assertTrue(refused.errors().contains("shell.socket"), refused.errors());
      assertEquals(0, agent.stop());
    }
  }

  @Test
  void keepsTheTypedLineBelowTheLog() throws Exception {
    Path data = directory.resolve("data");
    try (Terminal terminal =
        Terminal.start(
            directory,
            List.of("run", "--shell", "--data", data.toString(), "--process", "no-such-program"))) {
      terminal.await("observoor> ");
      terminal.type("sin");
      // the status line of each slot appears above the typed text
      terminal.await("  0 processes  ");
      String shown = terminal.await("observoor> sin");
      assertTrue(shown.contains("no events") || shown.contains("windows"), shown);
      terminal.type("ks\r");
      terminal.await("parquet");
      terminal.await("observoor> ");
      terminal.type("\u0004");
      terminal.await("the agent keeps running");
      assertEquals(0, shell(data, "sinks").status());
      // the terminal is restored: Ctrl-C is a signal again
      terminal.type("\u0003");
      assertEquals(0, terminal.awaitExit());
    }
    assertFalse(Files.exists(data.resolve("shell.sock")));
  }
}
