package io.observoor.benchmarks;

/**
 * How long things are measured.
 *
 * @param forks JMH: virtual machines a benchmark
 * @param iterations JMH: of a second each, after as many to warm up
 * @param iterationMillis JMH: length of one
 * @param warmUpMillis how long the agent gets events before it is measured
 * @param millis how long one measurement of the agent takes
 * @param idleMillis how long the agent has been idle when its memory is measured
 * @param rounds how often measurements that are compared take turns
 * @param batchCalls calls of the traced program that are timed as one
 */
public record Effort(
    int forks,
    int iterations,
    int iterationMillis,
    int warmUpMillis,
    int millis,
    int idleMillis,
    int rounds,
    int batchCalls) {

  /** For figures. */
  public static final Effort FULL = new Effort(3, 5, 1000, 8_000, 20_000, 60_000, 5, 1_000_000);

  /** Only to see that it works. */
  public static final Effort SMOKE = new Effort(1, 1, 100, 500, 500, 1_000, 1, 100_000);

  /** Whether nobody will look at the figures. */
  public boolean isSmoke() {
    return equals(SMOKE);
  }
}
