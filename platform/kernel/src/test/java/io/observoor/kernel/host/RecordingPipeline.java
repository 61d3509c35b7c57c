package io.observoor.kernel.host;

import com.lmax.disruptor.RingBuffer;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.PipelineStatistics;
import io.observoor.pipeline.Registration;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Assigns event types and accepts every slab; aggregates nothing. */
final class RecordingPipeline implements Pipeline, EventTypes {
  private final Map<Integer, Long> skipped = new ConcurrentHashMap<>();
  private final List<EventDeclaration> types = new CopyOnWriteArrayList<>();
  // no consumer: the ring is never full
  private final SlabWriter writer = new SlabWriter(RingBuffer.createSingleProducer(Slab::new, 64));

  /** The reported skipped runs of programs that serve only this event type. */
  long skipped(int eventType) {
    return skipped.getOrDefault(eventType, 0L);
  }

  @Override
  public SlabWriter writer() {
    return writer;
  }

  @Override
  public Registration register(
      ProbeDeclaration declaration, Set<String> activeEvents, Map<String, Sampling> sampling) {
    int base = types.indexOf(declaration.events().getFirst());
    int first = base < 0 ? types.size() : base;
    if (base < 0) {
      types.addAll(declaration.events());
    }
    return new Registration() {
      @Override
      public int eventBase() {
        return first;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public EventTypes eventTypes() {
    return this;
  }

  @Override
  public void lost(int eventType, LossStage stage, long count) {
    if (stage != LossStage.SKIPPED) {
      throw new AssertionError(count + " events lost at " + stage);
    }
    skipped.merge(eventType, count, Long::sum);
  }

  @Override
  public void flush(long untilNanos) {}

  @Override
  public PipelineStatistics statistics() {
    throw new AssertionError("not used in these tests");
  }

  @Override
  public int fieldCount(int type) {
    return type < types.size() ? types.get(type).fields().size() : -1;
  }

  @Override
  public String name(int type) {
    return type < types.size() ? types.get(type).type() : UNKNOWN;
  }
}
