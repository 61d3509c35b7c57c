package io.observoor.integration.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.integration.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * The C program {@code src/test/c/net.c} as a child process: sends and receives on command, in a
 * network namespace of its own. The kernel kills it when this JVM dies. Not thread-safe.
 */
final class NetWorker implements AutoCloseable {
  private static final Path PROGRAM = Path.of("target", "c", "net").toAbsolutePath();

  private final Process process;
  private final BufferedReader answers;

  private NetWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
  }

  /**
   * Fields of {@code TCP_INFO}.
   *
   * @param retransmits retransmitted segments
   * @param retransmittedBytes their payload
   * @param unacknowledged segments in flight
   * @param rtt smoothed round-trip time, us
   * @param window congestion window, segments
   */
  record Info(
      long state,
      long retransmits,
      long retransmittedBytes,
      long unacknowledged,
      long rtt,
      long window) {}

  /**
   * Starts a worker in a network namespace of its own.
   *
   * @param directory for a link with the worker's name, after which exec names the process
   * @param arguments its command line, which it ignores and the agent reads
   */
  static NetWorker start(Path directory, String name, String... arguments) throws IOException {
    Path link = directory.resolve(name);
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, PROGRAM);
    }
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    NetWorker worker =
        new NetWorker(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      worker.end();
      worker.ask("netns");
      return worker;
    } catch (IOException | RuntimeException | Error e) {
      worker.close();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Joins another worker's network namespace. */
  NetWorker beside(NetWorker other) throws IOException {
    ask("join", other.pid());
    return this;
  }

  /** Runs a command; returns the numbers of its answer. */
  List<Long> ask(Object... command) throws IOException {
    begin(command);
    return end();
  }

  /** Runs a command; returns the first number of its answer. */
  long number(Object... command) throws IOException {
    return ask(command).getFirst();
  }

  /** Starts a command. */
  void begin(Object... command) throws IOException {
    String line =
        Arrays.stream(command).map(String::valueOf).collect(Collectors.joining(" ", "", "\n"));
    process.getOutputStream().write(line.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the answer. */
  List<Long> end() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError("the worker ended; standard error has the reason");
    }
    List<String> words = List.of(line.split(" ", -1));
    if (words.getFirst().equals("ok")) {
      return words.stream().skip(1).map(Long::valueOf).toList();
    }
    if (line.contains("uring") && line.matches(".*(not implemented|not permitted).*")) {
      throw new TestAbortedException("io_uring is not available: " + line);
    }
    if (line.contains("rotocol not")) {
      throw new TestAbortedException("the kernel has no multipath TCP: " + line);
    }
    throw new AssertionError(line);
  }

  Info info(int slot) throws IOException {
    List<Long> values = ask("info", slot);
    return new Info(
        values.get(0), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5));
  }

  /** Listens in {@code slot}, connects in the next slot, and accepts in the one after that. */
  void connection(int slot, String family) throws IOException {
    long port = number("listen", slot, family, 0);
    ask("connect", slot + 1, family, port);
    ask("accept", slot + 2, slot);
  }

  /** Kills the worker and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends the worker; idempotent. */
  @Override
  public void close() {
    Processes.end(process);
  }
}
