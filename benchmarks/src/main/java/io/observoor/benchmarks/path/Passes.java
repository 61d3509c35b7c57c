package io.observoor.benchmarks.path;

import io.observoor.kernel.ring.RingBufferReader;
import io.observoor.pipeline.SlabWriter;

/** What the reader thread's loop does, without its sleep: where the ring is full it looks again. */
final class Passes {
  private Passes() {}

  /** Reads all that is there and publishes it. */
  static void readAll(RingBufferReader reader, SlabWriter writer, long watermark) {
    while ((reader.pass() & RingBufferReader.FULL) != 0) {
      Thread.onSpinWait();
    }
    while (!writer.publish(watermark)) {
      Thread.onSpinWait();
    }
  }
}
