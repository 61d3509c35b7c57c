package io.observoor.benchmarks.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A child process and its output; it ends when it is closed or this JVM ends. One thread. */
final class Child implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;
  private static final int KEPT_LINES = 30;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "children"));
  }

  private final String name;
  private final Process process;
  private final ArrayDeque<String> unread = new ArrayDeque<>();
  private final ArrayDeque<String> last = new ArrayDeque<>();
  private boolean ended;

  private Child(String name, Process process, boolean standardError) {
    this.name = name;
    this.process = process;
    RUNNING.add(process);
    BufferedReader lines = standardError ? process.errorReader(UTF_8) : process.inputReader(UTF_8);
    Thread.ofPlatform().daemon().name(name + "-output").start(() -> read(lines));
  }

  /**
   * Starts the process.
   *
   * @param name its name in messages
   * @param standardError whether to read its standard error and discard its standard output; else
   *     reads both as one
   */
  static Child start(String name, ProcessBuilder builder, boolean standardError) {
    try {
      if (standardError) {
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      } else {
        builder.redirectErrorStream(true);
      }
      return new Child(name, builder.start(), standardError);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Writes a line to its standard input. */
  void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + name, e);
    }
  }

  /** Waits for the next wanted line and skips the lines before. */
  synchronized String await(Predicate<String> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    try {
      while (true) {
        for (String line = unread.poll(); line != null; line = unread.poll()) {
          if (wanted.test(line)) {
            return line;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (ended || left <= 0) {
          throw new IllegalStateException(
              name
                  + (ended ? " ended" : " printed nothing wanted")
                  + "; its last lines:\n"
                  + tail());
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends SIGTERM and waits for the end. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " did not end; its last lines:\n" + tail());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      close();
    }
  }

  private synchronized String tail() {
    return String.join("\n", last);
  }

  private void read(BufferedReader lines) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (this) {
          unread.add(line);
          last.add(line);
          if (last.size() > KEPT_LINES) {
            last.remove();
          }
          notifyAll();
        }
      }
    } catch (IOException _) {
      // closed by the end of the process
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  /** Kills the process if it runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }
}
