package io.observoor.benchmarks.path;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import io.observoor.pipeline.Slab;

/** A consumer that takes slabs as the aggregation thread does, and drops them. */
final class DrainingThread implements AutoCloseable {
  private final RingBuffer<Slab> ring;
  private final SequenceBarrier barrier;
  private final Sequence sequence = new Sequence();
  private final Thread thread;

  /** Written by the consumer, so that the JIT keeps the reads. */
  private long words;

  private DrainingThread(RingBuffer<Slab> ring) {
    this.ring = ring;
    barrier = ring.newBarrier();
    ring.addGatingSequences(sequence);
    thread = Thread.ofPlatform().daemon().name("draining").unstarted(this::run);
  }

  static DrainingThread start(RingBuffer<Slab> ring) {
    DrainingThread drain = new DrainingThread(ring);
    drain.thread.start();
    return drain;
  }

  private void run() {
    try {
      while (true) {
        long available = barrier.waitFor(sequence.get() + 1);
        for (long next = sequence.get() + 1; next <= available; next++) {
          words += ring.get(next).length();
          sequence.set(next);
        }
      }
    } catch (AlertException | InterruptedException | TimeoutException _) {
      // closed
    }
  }

  /** Waits until all published slabs are taken. */
  long awaitAll() {
    while (sequence.get() < ring.getCursor()) {
      Thread.onSpinWait();
    }
    return words;
  }

  @Override
  public void close() {
    barrier.alert();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
