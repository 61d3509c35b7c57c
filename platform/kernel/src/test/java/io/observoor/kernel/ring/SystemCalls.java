package io.observoor.kernel.ring;

/** The system calls that {@link CallCounter} counts, for tests of other packages. */
public final class SystemCalls {
  private SystemCalls() {}

  /** Makes {@code times} getppid() system calls on this thread. */
  public static void call(int times) {
    CallCounter.call(times);
  }
}
