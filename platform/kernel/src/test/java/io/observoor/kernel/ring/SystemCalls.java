package io.observoor.kernel.ring;

/** For tests of other packages: what {@link CallCounter} calls. */
public final class SystemCalls {
  private SystemCalls() {}

  /** Makes so many getppid() system calls on this thread. */
  public static void call(int times) {
    CallCounter.call(times);
  }
}
