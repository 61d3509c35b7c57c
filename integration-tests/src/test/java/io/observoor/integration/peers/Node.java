package io.observoor.integration.peers;

import io.observoor.integration.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client as a child process with its log in a file. The kernel kills it when this JVM dies. */
final class Node implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 15;

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
   * @param directory its working directory and that of its log
   * @param command its program, after which the kernel names the process, and its arguments
   */
  static Node start(Path directory, List<String> command) throws IOException {
    String name = Path.of(command.getFirst()).getFileName().toString();
    List<String> mortal = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    mortal.addAll(command);
    Path log = directory.resolve(name + ".log");
    Process process =
        new ProcessBuilder(mortal)
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

  /** Fails if the client has ended. */
  void assertAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended with " + process.exitValue() + "\n" + tail());
    }
  }

  /** Returns the last 30 lines of the log. */
  String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGINT, also to a stopped client. */
  void interrupt() {
    if (process.isAlive()) {
      Commands.result(List.of("kill", "-INT", "" + pid()));
      Commands.result(List.of("kill", "-CONT", "" + pid()));
    }
  }

  /** Interrupts the client, and kills it after a timeout. */
  @Override
  public void close() {
    interrupt();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
