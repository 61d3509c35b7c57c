package io.observoor.benchmarks;

/**
 * Durations and repetitions of measurements.
 *
 * @param forks JMH: virtual machines per benchmark
 * @param iterations JMH: measured iterations, after as many warm-up iterations
 * @param iterationMillis JMH: length of an iteration
 * @param warmUpMillis time under load before a measurement of the agent
 * @param millis length of a measurement of the agent
 * @param idleMillis idle time before the agent's memory is measured
 * @param rounds alternations of compared measurements
 * @param batchCalls calls of the traced program that are timed together
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

  /** Yields figures. */
  public static final Effort FULL = new Effort(3, 5, 1000, 8_000, 20_000, 60_000, 5, 1_000_000);

  /** Tests the benchmarks only. */
  public static final Effort SMOKE = new Effort(1, 1, 100, 500, 500, 1_000, 1, 100_000);

  /** Tests whether the figures are meaningless. */
  public boolean isSmoke() {
    return equals(SMOKE);
  }
}
