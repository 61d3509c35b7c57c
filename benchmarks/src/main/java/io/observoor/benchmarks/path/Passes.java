package io.observoor.benchmarks.path;

import io.observoor.kernel.ring.RingBufferReader;
import io.observoor.pipeline.SlabWriter;

/** The reader thread's loop without its sleep: retries while the ring is full. */
final class Passes {
  private Passes() {}

  /** Reads and publishes all records. */
  static void readAll(RingBufferReader reader, SlabWriter writer, long watermark) {
    while ((reader.pass() & RingBufferReader.FULL) != 0) {
      Thread.onSpinWait();
    }
    while (!writer.publish(watermark)) {
      Thread.onSpinWait();
    }
  }
}
