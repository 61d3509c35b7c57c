package io.observoor.benchmarks.agent;

/** Pauses between measurements. */
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
