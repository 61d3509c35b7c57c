package io.observoor.pipeline.engine;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.PipelineStatistics;
import io.observoor.pipeline.Registration;
import io.observoor.pipeline.Slab;
import io.observoor.pipeline.SlabWriter;
import io.observoor.pipeline.window.Clocks;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline on a Disruptor ring of slabs with one producer and one consumer. */
public final class DisruptorPipeline implements Pipeline, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DisruptorPipeline.class);
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final EventRegistry registry;
  private final Losses losses;
  private final HandOver handOver;
  private final Aggregator aggregator;
  private final RingBuffer<Slab> ring;
  private final SlabWriter writer;
  private final AggregationThread thread;

  /**
   * A pipeline whose first window begins now and whose thread runs.
   *
   * @param intake takes closed windows over, on the aggregation thread; must not block; false: they
   *     are offered again later
   */
  public DisruptorPipeline(PipelineSettings settings, Clocks clocks, Predicate<WindowRows> intake) {
    registry = new EventRegistry(clocks, settings.disabledDimensions());
    losses = new Losses(registry);
    handOver = new HandOver(intake, losses);
    aggregator = new Aggregator(settings, clocks, registry, losses, handOver);
    ring =
        RingBuffer.createSingleProducer(
            Slab::new, settings.ringSlabs(), new BlockingWaitStrategy());
    writer = new SlabWriter(ring);
    thread = new AggregationThread(ring, aggregator);
    thread.start();
  }

  @Override
  public SlabWriter writer() {
    return writer;
  }

  @Override
  public Registration register(
      ProbeDeclaration declaration, Set<String> activeEvents, Map<String, Sampling> sampling) {
    return registry.register(declaration, activeEvents, sampling);
  }

  @Override
  public EventTypes eventTypes() {
    return registry;
  }

  @Override
  public void lost(int eventType, LossStage place, long count) {
    losses.add(eventType, place, count);
  }

  @Override
  public void flush(long untilNanos) {
    if (!thread.call(() -> aggregator.flush(untilNanos), BOUND)) {
      LOG.warn("the open windows were not closed within {} s", BOUND.toSeconds());
    }
  }

  /** Closes the open windows, hands them over and ends the thread. */
  @Override
  public void close() {
    flush(Long.MAX_VALUE);
    thread.call(handOver::abandon, BOUND);
    if (!thread.stop(BOUND)) {
      LOG.warn("the aggregation thread did not end within {} s", BOUND.toSeconds());
    }
  }

  @Override
  public PipelineStatistics statistics() {
    Map<String, Long> events = new HashMap<>();
    for (int type = 0; type < EventTypes.MAXIMUM; type++) {
      long count = aggregator.events(type);
      if (count > 0) {
        events.merge(registry.name(type), count, Long::sum);
      }
    }
    return new PipelineStatistics(
        events,
        aggregator.windowsClosed(),
        aggregator.rows(),
        losses.total(),
        aggregator.openWindows(),
        aggregator.openKeys(),
        aggregator.waitingWindows(),
        ring.getBufferSize(),
        ring.getBufferSize() - (int) ring.remainingCapacity(),
        registry.failedMetrics());
  }
}
