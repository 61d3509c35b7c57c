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

/** Reading and the shared ring: a second thread takes the slabs and drops them. */
public class ReadingAndRing extends PathBenchmark {
  private static final int SLABS = 64;

  private TestPipeline types;
  private PreparedRing memory;
  private SlabWriter writer;
  private RingBufferReader reader;
  private DrainingThread drain;

  /** Called by JMH. */
  public ReadingAndRing() {}

  /** Prepares the ring buffer and starts the consumer. */
  @Setup
  public void prepare() {
    types = new TestPipeline(1);
    memory = new PreparedRing(types.readEvent(), new Calls(PreparedRing.EVENTS, keys));
    RingBuffer<Slab> ring =
        RingBuffer.createSingleProducer(Slab::new, SLABS, new BlockingWaitStrategy());
    drain = DrainingThread.start(ring);
    writer = new SlabWriter(ring);
    reader = memory.reader(types, writer);
  }

  /** Fills the ring buffer. */
  @Setup(Level.Invocation)
  public void refill() {
    memory.refill(types.clock());
  }

  /** Reads all records and waits for the consumer. */
  @Benchmark
  @OperationsPerInvocation(PreparedRing.EVENTS)
  public long readAndPublish() {
    Passes.readAll(reader, writer, 0);
    return drain.awaitAll();
  }

  /** Checks and frees everything. */
  @TearDown
  public void close() {
    Checks.allRead(reader.counters(), types.readEvent());
    drain.close();
    types.close();
    memory.close();
  }
}
