package io.observoor.benchmarks.path;

import io.observoor.kernel.ring.RingBufferReader;
import io.observoor.pipeline.SlabWriter;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reading, the shared ring and the aggregation into windows, until the last event is in its row.
 */
public class WholePath extends PathBenchmark {
  /** The agent's default. */
  private static final int SLABS = 64;

  private TestPipeline pipeline;
  private PreparedRing memory;
  private SlabWriter writer;
  private RingBufferReader reader;
  private long watermark;

  /** Called by JMH. */
  public WholePath() {}

  /** Prepares the ring buffer and starts the pipeline. */
  @Setup
  public void prepare() {
    pipeline = new TestPipeline(SLABS);
    memory = new PreparedRing(pipeline.readEvent(), new Calls(PreparedRing.EVENTS, keys));
    writer = pipeline.pipeline().writer();
    reader =
        new RingBufferReader(
            List.of(memory.memory()),
            writer,
            pipeline.pipeline().eventTypes(),
            pipeline.pipeline()::lost);
  }

  /** Fills the ring buffer. */
  @Setup(Level.Invocation)
  public void refill() {
    memory.refill(pipeline.clock());
    watermark = pipeline.clock().publish();
    pipeline.expect(PreparedRing.EVENTS);
  }

  /** Reads all records and waits for the aggregation. */
  @Benchmark
  @OperationsPerInvocation(PreparedRing.EVENTS)
  public long readAndAggregate() {
    Passes.readAll(reader, writer, watermark);
    pipeline.awaitConsumed();
    return watermark;
  }

  /** Checks and frees everything. */
  @TearDown
  public void close() {
    Checks.allRead(reader.counters(), pipeline.readEvent());
    pipeline.close();
    memory.close();
  }
}
