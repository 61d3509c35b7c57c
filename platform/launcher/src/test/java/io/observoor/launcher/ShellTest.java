package io.observoor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
  @TempDir Path directory;

  @Test
  void oneArgumentIsALineAndSeveralAreWords() {
    assertEquals("lb -s; status", Shell.line(List.of("lb -s; status")));
    assertEquals(
        "sink-stop --timeout=5s parquet",
        Shell.line(List.of("sink-stop", "--timeout=5s", "parquet")));
    assertEquals("felix:lb 'a b' '$x'", Shell.line(List.of("felix:lb", "a b", "$x")));
    assertEquals("help ''", Shell.line(List.of("help", "")));
  }

  @Test
  void optionsAfterTheCommandBelongToIt() {
    // no agent is running: status 1; an unknown option would give 2
    String data = directory.toString();
    assertEquals(1, run("shell", "--data", data, "status", "-j"));
    assertEquals(1, run("shell", "--data", data, "sink-remove", "x", "--yes"));
    assertEquals(2, run("shell", "--yes", "--data", data, "status"));
  }

  @Test
  void jsonOptionMayPrecedeTheCommand() {
    assertEquals("status -j", Shell.asJson(List.of("status")));
    assertEquals("status -j", Shell.asJson(List.of("status", "-j")));
    assertEquals("sinks --json", Shell.asJson(List.of("sinks --json")));
    assertEquals("sink-stop -j parquet", Shell.asJson(List.of("sink-stop parquet")));
    assertEquals("sink-remove -j x-j --yes", Shell.asJson(List.of("sink-remove", "x-j", "--yes")));
    String data = directory.toString();
    assertEquals(1, run("shell", "-j", "--data", data, "status"));
    assertEquals(1, run("shell", "--data", data, "--json", "sink-stop", "parquet"));
    assertEquals(2, run("shell", "-j", "--data", data), "no command");
    assertEquals(2, run("shell", "-j", "--data", data, "sinks; status"), "several commands");
  }

  private static int run(String... arguments) {
    return CommandLines.execute(
        arguments,
        properties -> {
          throw new AssertionError("the shell must not start an agent");
        });
  }

  @Test
  void withoutConfigurationTheSocketIsInTheDataDirectory() {
    assertEquals(
        directory.resolve("shell.sock"),
        ShellSocketFinder.find(directory, Optional.empty(), Optional.of(directory)));
  }

  @Test
  void withConfigurationTheDistributionIsNeeded() throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), "");
    assertThrows(
        IllegalStateException.class,
        () -> ShellSocketFinder.find(directory, Optional.of(file), Optional.empty()));
  }
}
