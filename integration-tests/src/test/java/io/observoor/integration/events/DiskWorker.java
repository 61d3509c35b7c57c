package io.observoor.integration.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.integration.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The C program {@code src/test/c/disk.c} as a child process: reads and writes disks on command.
 * Its end detaches and unmounts what it attached and mounted; the kernel kills it when this JVM
 * dies. Not thread-safe.
 */
final class DiskWorker implements AutoCloseable {
  private static final Path PROGRAM = Path.of("target", "c", "disk").toAbsolutePath();

  private final Process process;
  private final BufferedReader answers;

  /**
   * A command's cost, by the worker's clock and its {@code /proc/self/io}.
   *
   * @param nanos duration
   * @param readBytes bytes read from disks
   * @param writtenBytes bytes written to disks, counted when a page becomes dirty
   */
  record Work(long nanos, long readBytes, long writtenBytes) {}

  private DiskWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
  }

  /** Starts a worker; returns when it is ready. */
  static DiskWorker start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    DiskWorker worker =
        new DiskWorker(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      worker.answer();
      return worker;
    } catch (IOException | RuntimeException | Error e) {
      worker.close();
      throw e;
    }
  }

  /** Starts a worker in the mount namespace of {@code owner}. */
  static DiskWorker beside(DiskWorker owner) throws IOException {
    return start("--in", Long.toString(owner.pid()));
  }

  long pid() {
    return process.pid();
  }

  /** Attaches a loop device to a file; returns its path. */
  String loop(Path image) throws IOException {
    begin("loop", image);
    return answer();
  }

  /** Mounts an ext4 file system in its mount namespace. */
  void mount(String device, Path directory) throws IOException {
    begin("mount", device, directory);
    answer();
  }

  /** Runs a command. */
  Work work(Object... command) throws IOException {
    begin(command);
    return end();
  }

  /** Starts a command. */
  void begin(Object... command) throws IOException {
    StringBuilder line = new StringBuilder();
    for (Object word : command) {
      line.append(word).append(' ');
    }
    process.getOutputStream().write((line.toString().strip() + '\n').getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the end of a command. */
  Work end() throws IOException {
    List<Long> figures = Pattern.compile(" ").splitAsStream(answer()).map(Long::valueOf).toList();
    return new Work(figures.get(0), figures.get(1), figures.get(2));
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError("the worker ended; standard error has the reason");
    }
    return line.substring("ok".length()).strip();
  }

  /** Ends the worker; idempotent. */
  @Override
  public void close() {
    Processes.end(process);
  }
}
