package io.observoor.integration;

import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Stops and resumes other processes, and ends children. */
public final class Processes {

  private Processes() {}

  /**
   * Ends a child by closing its input, and kills it if that does not help within 30 s; idempotent.
   */
  public static void end(Process process) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops a process; returns when all its threads are stopped. */
  public static void stop(long pid) throws IOException {
    Commands.run("kill", "-STOP", Long.toString(pid));
    Await.until(
        "every thread of " + pid + " is stopped",
        () -> {
          try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.filter(thread -> !isStopped(thread)).toList();
          }
        },
        List::isEmpty);
  }

  /** Resumes a stopped process. */
  public static void resume(long pid) {
    Commands.run("kill", "-CONT", Long.toString(pid));
  }

  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'T' || state == 'Z' || state == 'X';
    } catch (IOException e) {
      // the thread has ended
      return true;
    }
  }
}
