package io.observoor.benchmarks.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The traced program, {@code src/main/c/writer.c}: makes 1-byte reads of /dev/zero. One thread. */
final class Writer implements AutoCloseable {
  private final Child child;

  private Writer(Child child) {
    this.child = child;
  }

  static Writer start(Path program, int cpu) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (cpu >= 0) {
      command.add(Integer.toString(cpu));
    }
    return new Writer(Child.start("writer", new ProcessBuilder(command), false));
  }

  long pid() {
    return child.pid();
  }

  /** Starts calls at the maximum rate; {@link #await()} waits for their end. */
  void beginFlat(long millis) {
    child.send("flat " + millis);
  }

  /** Starts calls at a rate; {@link #await()} waits for their end. */
  void beginPaced(long rate, long millis) {
    child.send("pace " + rate + " " + millis);
  }

  /** Waits for the end of the started calls. */
  Work await() {
    String[] words = child.await(line -> Character.isDigit(line.charAt(0))).split(" ", -1);
    return new Work(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  /** Returns the mean time of consecutive calls, ns. */
  double nanosPerCall(long calls) {
    child.send("calls " + calls);
    Work work = await();
    return (double) work.nanos() / work.calls();
  }

  @Override
  public void close() {
    child.close();
  }

  /**
   * The result of a command.
   *
   * @param calls reads of the command
   * @param nanos their duration
   * @param lateNanos largest delay of a burst
   * @param reads all read(2) calls since the start
   */
  record Work(long calls, long nanos, long lateNanos, long reads) {

    double callsPerSecond() {
      return calls * 1e9 / nanos;
    }
  }
}
