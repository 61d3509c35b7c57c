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
 * The C program {@code src/test/c/disk.c} as a child: moves data to and from disks as it is told.
 * What it attached and mounted goes with it, and it goes when this JVM does. Not thread-safe.
 */
final class DiskWorker implements AutoCloseable {
  private static final Path PROGRAM = Path.of("target", "c", "disk").toAbsolutePath();

  private final Process process;
  private final BufferedReader answers;

  /**
   * What a command came to, by the worker's own clock and by its {@code /proc/self/io}.
   *
   * @param nanos how long it took
   * @param readBytes what it caused to be read from disks
   * @param writtenBytes what it caused to be written to disks, when it made pages dirty at the
   *     latest
   */
  record Work(long nanos, long readBytes, long writtenBytes) {}

  private DiskWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
  }

  /** Starts one and waits until it is ready. */
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

  /** Starts one that sees the file systems that {@code owner} mounted. */
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

  /** Mounts an ext4 file system for itself and those beside it. */
  void mount(String device, Path directory) throws IOException {
    begin("mount", device, directory);
    answer();
  }

  /** Runs a command that moves data. */
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

  /** Waits for the end of a command that moves data. */
  Work end() throws IOException {
    List<Long> figures = Pattern.compile(" ").splitAsStream(answer()).map(Long::valueOf).toList();
    return new Work(figures.get(0), figures.get(1), figures.get(2));
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError("the worker has ended; its reason is on standard error");
    }
    return line.substring("ok".length()).strip();
  }

  /** Ends it; idempotent. */
  @Override
  public void close() {
    Processes.end(process);
  }
}
