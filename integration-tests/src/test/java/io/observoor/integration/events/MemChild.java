package io.observoor.integration.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One of the C programs {@code memwork} and {@code memhost} as a child process that takes commands
 * line by line. Its end frees its resources; the kernel kills it when this JVM dies. Not
 * thread-safe.
 */
final class MemChild implements AutoCloseable {
  private static final Path PROGRAMS = Path.of("target", "c").toAbsolutePath();

  private static final String CANNOT = "cannot: ";

  private final Process process;
  private final BufferedReader answers;
  private final String refusal;

  private MemChild(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    String first = line();
    this.refusal = first.startsWith(CANNOT) ? first.substring(CANNOT.length()) : "";
  }

  /** Starts a program; returns when it is ready or reports that the kernel lacks a feature. */
  static MemChild start(String program, List<?> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve(program).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new MemChild(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  /** Returns the feature that the kernel lacks; empty if none. */
  String refusal() {
    return refusal;
  }

  /** Tests whether the program is ready. */
  boolean able() {
    return refusal.isEmpty();
  }

  /** Runs the next step; returns the printed line. */
  String ask(String line) throws IOException {
    begin(line);
    return line();
  }

  /** Runs the next step; returns the printed numbers by name. */
  Map<String, Long> step(String line) throws IOException {
    begin(line);
    return end();
  }

  /** Starts the next step. */
  void begin(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the end of the step. */
  Map<String, Long> end() throws IOException {
    String line = line();
    if (line.startsWith(CANNOT)) {
      throw new AssertionError(line);
    }
    Map<String, Long> numbers = new TreeMap<>();
    for (String pair : List.of(line.split(" ", -1))) {
      int equals = pair.indexOf('=');
      numbers.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
    }
    return numbers;
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError(
          process.info().command().orElse("a child") + " ended without an answer");
    }
    return line;
  }

  /** Waits for the program's end; returns its exit status, 128 + signal if it was killed. */
  int await() throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Ends the program, which undoes its changes; idempotent. */
  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // the program has ended
    }
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.toHandle().destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.toHandle().destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
