package io.observoor.benchmarks.path;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import io.observoor.kernel.ring.RingBufferReader;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Reading alone: walks, checks and copies records into slabs without a consumer. */
public class Reading extends PathBenchmark {
  private static final int SLABS = 64;

  private TestPipeline types;
  private PreparedRing memory;
  private SlabWriter writer;
  private RingBufferReader reader;

  /** Called by JMH. */
  public Reading() {}

  /** Prepares the ring buffer. */
  @Setup
  public void prepare() {
    types = new TestPipeline(1);
    memory = new PreparedRing(types.readEvent(), new Calls(PreparedRing.EVENTS, keys));
    // a ring without a consumer
    writer =
        new SlabWriter(
            RingBuffer.createSingleProducer(Slab::new, SLABS, new BlockingWaitStrategy()));
    reader = memory.reader(types, writer);
  }

  /** Fills the ring buffer. */
  @Setup(Level.Invocation)
  public void refill() {
    memory.refill(types.clock());
  }

  /** One pass. */
  @Benchmark
  @OperationsPerInvocation(PreparedRing.EVENTS)
  public int read() {
    int state = reader.pass();
    writer.publish(0);
    return state;
  }

  /** Checks and frees the memory. */
  @TearDown
  public void close() {
    Checks.allRead(reader.counters(), types.readEvent());
    types.close();
    memory.close();
  }
}
