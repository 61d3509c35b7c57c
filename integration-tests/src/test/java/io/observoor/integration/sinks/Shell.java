package io.observoor.integration.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.integration.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs {@code observoor shell} as a script does. */
final class Shell {

  private Shell() {}

  /**
   * Runs commands in order in the agent of a data directory; returns their output. Fails when a
   * command fails.
   */
  static List<String> run(Path data, List<String> commands) throws IOException {
    Path script = Files.write(Files.createTempFile("observoor", ".gogo"), commands);
    try {
      Process process =
          new ProcessBuilder(
                  RunningAgent.HOME.resolve("bin/observoor").toString(),
                  "shell",
                  "--data",
                  data.toString())
              .redirectInput(script.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("the shell exited with " + process.exitValue() + ": " + output);
      }
      return output.lines().toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      Files.delete(script);
    }
  }
}
