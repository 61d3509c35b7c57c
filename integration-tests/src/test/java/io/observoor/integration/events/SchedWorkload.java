package io.observoor.integration.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The C program {@code src/test/c/sched.c} as a child process, and the kernel's counters of its
 * threads. Not thread-safe.
 */
final class SchedWorkload implements AutoCloseable {
  private static final Path PROGRAM = Path.of("target", "c", "sched").toAbsolutePath();
  private static final Pattern SWITCHES =
      Pattern.compile("(?m)^(voluntary|nonvoluntary)_ctxt_switches:\\s+(\\d+)$");

  private final Process process;
  private final BufferedReader lines;
  private final Writer commands;

  private SchedWorkload(Process process) {
    this.process = process;
    lines = process.inputReader(UTF_8);
    commands = process.outputWriter(UTF_8);
  }

  /**
   * The kernel's counters of a thread.
   *
   * @param voluntary voluntary switches in {@code /proc/PID/task/TID/status}
   * @param involuntary involuntary switches in the same file
   * @param ranNanos running time in {@code schedstat}
   * @param waitedNanos waiting time of a runnable thread in {@code schedstat}; for threads that are
   *     not pinned, Linux 6.12 and later may count more, see {@code sched.c}
   */
  record Account(long voluntary, long involuntary, long ranNanos, long waitedNanos) {
    Account minus(Account before) {
      return new Account(
          voluntary - before.voluntary,
          involuntary - before.involuntary,
          ranNanos - before.ranNanos,
          waitedNanos - before.waitedNanos);
    }
  }

  /** Starts the workload; returns when it is ready. */
  static SchedWorkload start(String name, int threads) throws IOException {
    return start(name, threads, "no");
  }

  /** Starts the workload with each thread pinned to a CPU. */
  static SchedWorkload startPinned(String name, int threads) throws IOException {
    return start(name, threads, "yes");
  }

  private static SchedWorkload start(String name, int threads, String pinned) throws IOException {
    List<String> command =
        List.of(PROGRAM.toString(), "--name", name, "--threads", "" + threads, "--pinned", pinned);
    SchedWorkload workload =
        new SchedWorkload(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      workload.expect("ready " + workload.pid());
      return workload;
    } catch (IOException | RuntimeException | Error e) {
      workload.close();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Starts a round. */
  void begin(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** Waits for the end of a round. */
  void end() throws IOException {
    expect("done");
  }

  private void expect(String expected) throws IOException {
    String line = lines.readLine();
    if (!expected.equals(line)) {
      throw new AssertionError("the workload printed " + line + " instead of " + expected);
    }
  }

  /** Returns the counters of all threads, once all sleep. */
  Map<Long, Account> accounts() throws IOException {
    Map<Long, Account> accounts = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        awaitAsleep(task);
        accounts.put(Long.valueOf(task.getFileName().toString()), account(task));
      }
    }
    return accounts;
  }

  /** Waits until a thread sleeps off its CPU: only then {@code syscall} names its call. */
  private static void awaitAsleep(Path task) throws IOException {
    Await.until(
        task + " sleeps",
        () -> Files.readString(task.resolve("syscall")),
        call -> !call.startsWith("running"));
  }

  private static Account account(Path task) throws IOException {
    Map<String, Long> switches = new TreeMap<>();
    Matcher matcher = SWITCHES.matcher(Files.readString(task.resolve("status")));
    while (matcher.find()) {
      switches.put(matcher.group(1), Long.valueOf(matcher.group(2)));
    }
    List<String> schedstat =
        List.of(Files.readString(task.resolve("schedstat")).strip().split(" ", -1));
    return new Account(
        switches.get("voluntary"),
        switches.get("nonvoluntary"),
        Long.parseLong(schedstat.get(0)),
        Long.parseLong(schedstat.get(1)));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
