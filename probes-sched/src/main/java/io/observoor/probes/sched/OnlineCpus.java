package io.observoor.probes.sched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How many CPUs are online, which is not how many this agent may run on. Reads the kernel's list
 * again now and then: CPUs of virtual machines come and go. Not thread-safe.
 */
final class OnlineCpus implements IntSupplier {
  private static final Path LIST = Path.of("/sys/devices/system/cpu/online");
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Path list;
  private int count;
  private long readNanos;

  OnlineCpus(Path list) {
    this.list = list;
  }

  /** The CPUs of this machine. */
  static OnlineCpus ofSystem() {
    return new OnlineCpus(LIST);
  }

  @Override
  public int getAsInt() {
    long now = System.nanoTime();
    if (count == 0 || now - readNanos > AGE_NANOS) {
      count = read();
      readNanos = now;
    }
    return count;
  }

  private int read() {
    try {
      return count(Files.readString(list));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts a list of CPUs as the kernel writes it: {@code 0-3,5}. */
  static int count(String list) {
    int cpus = 0;
    for (String range : list.strip().split(",", -1)) {
      int dash = range.indexOf('-');
      cpus +=
          dash < 0
              ? 1
              : Integer.parseInt(range.substring(dash + 1))
                  - Integer.parseInt(range.substring(0, dash))
                  + 1;
    }
    return cpus;
  }
}
