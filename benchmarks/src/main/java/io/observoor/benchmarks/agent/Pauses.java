package io.observoor.benchmarks.agent;

/** Times at which nothing is to be done but to let time pass. */
final class Pauses {
  private Pauses() {}

  static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
