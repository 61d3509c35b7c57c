package io.observoor.integration;

import io.observoor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Stops other processes for a while, and ends children. */
public final class Processes {

  private Processes() {}

  /**
   * Ends a child that leaves at the end of its input, by force if it does not; idempotent, and the
   * last word of whatever test began it.
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

  /** Stops every thread of a process, and returns when none runs any more. */
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

  /** Lets it go on. */
  public static void resume(long pid) {
    Commands.run("kill", "-CONT", Long.toString(pid));
  }

  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'T' || state == 'Z' || state == 'X';
    } catch (IOException e) {
      // this thread has ended meanwhile
      return true;
    }
  }
}
