package io.observoor.benchmarks.agent;

import io.observoor.benchmarks.report.EventKind;
import java.nio.file.Path;

/** The traced program, {@code src/main/c/events.c}, on the first CPU. One thread. */
final class EventProgram implements AutoCloseable {
  private static final String CPU = "0";

  private final Child child;

  private EventProgram(Child child) {
    this.child = child;
  }

  /**
   * Starts the program; returns when it is ready.
   *
   * @param directory for its files
   * @param count events of a batch
   * @throws IllegalStateException if the machine cannot provoke such events
   */
  static EventProgram start(Path program, Path directory, EventKind kind, int count) {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), kind.id(), Integer.toString(count), CPU);
    Child child = Child.start("events " + kind.id(), builder.directory(directory.toFile()), false);
    try {
      child.await("ready"::equals);
      return new EventProgram(child);
    } catch (IllegalStateException e) {
      child.close();
      throw e;
    }
  }

  long pid() {
    return child.pid();
  }

  /** Provokes a batch of events. */
  Batch batch() {
    child.send("");
    String[] words = child.await(line -> Character.isDigit(line.charAt(0))).split(" ", -1);
    double events = Double.parseDouble(words[0]);
    return new Batch(Long.parseLong(words[1]) / events, Long.parseLong(words[2]) / events);
  }

  @Override
  public void close() {
    child.close();
  }

  /**
   * The cost of an event.
   *
   * @param nanos elapsed time
   * @param cpuNanos CPU time of all threads
   */
  record Batch(double nanos, double cpuNanos) {}
}
