package io.observoor.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The distribution's {@code bin/observoor} as a child process, with the lines of its log. */
public final class RunningAgent implements AutoCloseable {
  public static final Path HOME = Path.of(System.getProperty("observoor.distribution")).normalize();

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private final Thread reader;
  private volatile boolean ended;

  private RunningAgent(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("agent-log").start(this::readLog);
  }

  /** Starts {@code observoor ARGUMENTS...}; does not wait. */
  public static RunningAgent start(String... arguments) throws IOException {
    return start(List.of(), List.of(arguments));
  }

  /**
   * Starts the agent through another command.
   *
   * @param prefix a command that executes its arguments, such as {@code setpriv ...}
   */
  public static RunningAgent start(List<String> prefix, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(HOME.resolve("bin/observoor").toString());
    command.addAll(DisabledHooks.addTo(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // no terminal: the status line goes to the log
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new RunningAgent(builder.start());
  }

  /** Starts {@code observoor run --pid}; returns when the process's calls are counted. */
  public static RunningAgent tracking(Path data, long pid, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--data", data.toString(), "--pid", Long.toString(pid)));
    arguments.addAll(List.of(more));
    RunningAgent agent = start(List.of(), arguments);
    try {
      agent.awaitTracking(pid);
      return agent;
    } catch (RuntimeException | Error e) {
      agent.close();
      throw e;
    }
  }

  /** Waits until probes-syscall is attached and the process is tracked. */
  public void awaitTracking(long pid) {
    await("the probe attached", line -> line.contains("probes: syscall attached"));
    Pattern tracking = Pattern.compile("tracking .*\\bpid " + pid + "\\b");
    await("process " + pid + " tracked", line -> tracking.matcher(line).find());
  }

  public long pid() {
    return process.pid();
  }

  /** Returns a copy of the log so far. */
  public synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** Waits for a line of the log, present ones included; fails when the agent ends before. */
  public String await(String what, Predicate<String> line) {
    return Await.until(what, new Search(line)::advance, search -> search.isOver(what)).found;
  }

  /** Tests each line of the log once. */
  private final class Search {
    private final Predicate<String> line;
    private int tested;
    private boolean last;
    private String found;

    Search(Predicate<String> line) {
      this.line = line;
    }

    Search advance() {
      last = ended;
      List<String> lines = log();
      while (found == null && tested < lines.size()) {
        String next = lines.get(tested++);
        found = line.test(next) ? next : null;
      }
      return this;
    }

    boolean isOver(String what) {
      assertTrue(found != null || !last, () -> "the agent ended before: " + what + "\n" + tail());
      return found != null;
    }

    @Override
    public String toString() {
      return tail();
    }
  }

  // through the handle: Process.destroy closes the streams before the log ends

  /** Sends SIGTERM; returns the exit status. */
  public int stop() {
    process.toHandle().destroy();
    return awaitExit();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  /** Waits for the agent's end; returns its exit status. */
  public int awaitExit() {
    try {
      if (!process.waitFor(Await.DEADLINE)) {
        process.toHandle().destroyForcibly();
        process.waitFor();
        throw new AssertionError("the agent did not end\n" + tail());
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Returns the last 40 lines of the log. */
  public synchronized String tail() {
    return String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()));
  }

  private void readLog() {
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (this) {
          log.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ended = true;
    }
  }

  /** Kills the agent if it is alive. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.toHandle().destroyForcibly();
      awaitExit();
    }
  }
}
