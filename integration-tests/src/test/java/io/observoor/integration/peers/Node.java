package io.observoor.integration.peers;

import io.observoor.integration.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client as a child process, which writes what it says to a file. It dies with this JVM, however
 * that ends.
 */
final class Node implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;

  private final String name;
  private final Process process;
  private final Path log;

  private Node(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a client.
   *
   * @param directory where it runs and its log goes
   * @param command its program, whose name becomes the process's, and arguments
   */
  static Node start(Path directory, List<String> command) throws IOException {
    String name = Path.of(command.getFirst()).getFileName().toString();
    List<String> dying = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    dying.addAll(command);
    Path log = directory.resolve(name + ".log");
    Process process =
        new ProcessBuilder(dying)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Node(name, process, log);
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** Fails when it has ended. */
  void assertAlive() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended with " + process.exitValue() + "\n" + tail());
    }
  }

  /** The end of what it said. */
  String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  /** Asks it to end; it may be stopped. */
  void interrupt() {
    if (process.isAlive()) {
      Commands.result(List.of("kill", "-INT", "" + pid()));
      Commands.result(List.of("kill", "-CONT", "" + pid()));
    }
  }

  /** Ends it, in peace if it lets itself be asked. */
  @Override
  public void close() {
    interrupt();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
