package io.observoor.benchmarks.path;

import java.util.SplittableRandom;

/**
 * Random processes and durations of calls, which a processor's predictors cannot learn, equal in
 * every run.
 */
final class Calls {
  private static final int FIRST_PID = 1000;

  private final int[] pids;
  private final long[] durations;

  /**
   * Generates calls.
   *
   * @param count number of calls
   * @param keys number of processes, all equally busy
   */
  Calls(int count, int keys) {
    SplittableRandom random = new SplittableRandom(7);
    pids = random.ints(count, FIRST_PID, FIRST_PID + keys).toArray();
    // spread over the histogram's buckets from 1 µs to 10 ms
    durations =
        random.doubles(count, 2.5, 7).mapToLong(power -> (long) Math.pow(10, power)).toArray();
  }

  int pid(int call) {
    return pids[call];
  }

  long durationNanos(int call) {
    return durations[call];
  }
}
