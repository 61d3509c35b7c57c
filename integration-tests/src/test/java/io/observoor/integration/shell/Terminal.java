package io.observoor.integration.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.RunningAgent;
import io.observoor.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code observoor ARGUMENTS} at a pseudo terminal that {@code script} of util-linux opens: types
 * keys and reads the screen. One thread.
 */
final class Terminal implements AutoCloseable {
  private static final String END = "[the end]";

  private final Process process;
  private final StringBuilder shown = new StringBuilder();
  private int seen;

  private Terminal(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("terminal").start(this::read);
  }

  /** Starts the command for a user with this home directory. */
  static Terminal start(Path home, List<String> arguments) throws IOException {
    String command =
        Stream.concat(
                Stream.of(RunningAgent.HOME.resolve("bin/observoor").toString()),
                arguments.stream())
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder(
            "script",
            "--quiet",
            "--return",
            "--flush",
            "--command",
            "stty rows 40 columns 120; exec " + command,
            "/dev/null");
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("XDG_STATE_HOME");
    builder.environment().remove("NO_COLOR");
    return new Terminal(builder.redirectErrorStream(true).start());
  }

  private void read() {
    byte[] bytes = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        synchronized (this) {
          shown.append(new String(bytes, 0, count, UTF_8));
        }
      }
    } catch (IOException end) {
      // the terminal is closed
    }
    synchronized (this) {
      shown.append(END);
    }
  }

  /** Types these keys. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until a text is shown after what was awaited before; returns all up to its end. */
  String await(String text) {
    String unseen =
        Await.until(
            "'" + text + "' is shown",
            this::unseen,
            screen -> {
              if (screen.contains(text)) {
                return true;
              }
              assertFalse(screen.contains(END), () -> "'" + text + "' was not shown: " + screen);
              return false;
            });
    int length = unseen.indexOf(text) + text.length();
    seen += length;
    return unseen.substring(0, length);
  }

  private synchronized String unseen() {
    return shown.substring(seen);
  }

  /** Waits for the command's end; returns its exit status. */
  int awaitExit() throws InterruptedException {
    assertTrue(process.waitFor(Await.DEADLINE), () -> "the command does not end: " + unseen());
    return process.exitValue();
  }

  /** Returns the command's process, below {@code script} and its shell. */
  ProcessHandle command() {
    return process
        .descendants()
        .filter(it -> it.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
