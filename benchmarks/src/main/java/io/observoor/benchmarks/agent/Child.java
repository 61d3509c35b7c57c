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

/**
 * A process that we started, with what it prints; it ends when it is closed, or with us. One
 * thread.
 */
final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
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
   * Starts it.
   *
   * @param name what messages call it
   * @param standardError whether to watch its standard error, and throw its standard output away;
   *     else both are watched as one
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

  /** The next line that is wanted; those before it are passed over. */
  synchronized String await(Predicate<String> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
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
              name + (ended ? " ended" : " said nothing") + "; its last lines:\n" + tail());
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it by SIGTERM and waits. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
      // its streams were closed because it was ended
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  /** Ends it at once, if it still runs. */
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
