package io.observoor.benchmarks.path;

import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Aggregation alone: the ring's slabs already hold their records, and the producer only renews the
 * time stamps, on its own core and faster than the aggregation, which is the limit.
 */
public class Aggregating extends PathBenchmark {
  private static final int SLABS = 64;
  private static final int RECORD_WORDS = Slab.HEADER_WORDS + 1;
  private static final int RECORDS_A_SLAB = Slab.CAPACITY / RECORD_WORDS;

  /** Events of one invocation: twice the ring. */
  static final int EVENTS = 2 * SLABS * RECORDS_A_SLAB;

  private TestPipeline pipeline;
  private SlabWriter writer;

  /** Called by JMH. */
  public Aggregating() {}

  /** Fills all slabs. */
  @Setup
  public void prepare() {
    pipeline = new TestPipeline(SLABS);
    writer = pipeline.pipeline().writer();
    Calls calls = new Calls(SLABS * RECORDS_A_SLAB, keys);
    for (int slab = 0; slab < SLABS; slab++) {
      long[] words = claim();
      for (int i = 0; i < RECORDS_A_SLAB; i++) {
        int call = slab * RECORDS_A_SLAB + i;
        int at = i * RECORD_WORDS;
        words[at] = pipeline.clock().next();
        words[at + 1] = Slab.processWord(calls.pid(call), call);
        words[at + 2] = Slab.typeWord(pipeline.readEvent(), 1, 1, 0);
        words[at + 3] = calls.durationNanos(call);
      }
      handOver();
    }
    pipeline.awaitConsumed();
  }

  private long[] claim() {
    while (!writer.reserve(Slab.CAPACITY)) {
      Thread.onSpinWait();
    }
    return writer.words();
  }

  private void handOver() {
    writer.advance(Slab.CAPACITY);
    pipeline.expect(RECORDS_A_SLAB);
    // the whole slab
    writer.publish(pipeline.clock().publish());
  }

  /** Publishes the slabs again and waits for the aggregation. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long aggregate() {
    for (int slab = 0; slab < 2 * SLABS; slab++) {
      long[] words = claim();
      for (int at = 0; at < Slab.CAPACITY; at += RECORD_WORDS) {
        words[at] = pipeline.clock().next();
      }
      handOver();
    }
    pipeline.awaitConsumed();
    return pipeline.clock().monotonicNanos();
  }

  /** Checks and closes the pipeline. */
  @TearDown
  public void close() {
    pipeline.close();
  }
}
