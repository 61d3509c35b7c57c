package io.observoor.pipeline.engine;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import io.observoor.api.batch.BatchIntake;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline on a Disruptor ring of slabs with one producer and one consumer. */
@Component(
    service = Pipeline.class,
    configurationPid = "io.observoor.pipeline",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DisruptorPipeline implements Pipeline, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("windows");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final EventRegistry registry;
  private final Losses losses;
  private final WindowHandoff handoff;
  private final Aggregator aggregator;
  private final RingBuffer<Slab> ring;
  private final SlabWriter writer;
  private final AggregationThread thread;

  /** Activates the component. */
  @Activate
  public DisruptorPipeline(PipelineConfiguration configuration, @Reference BatchIntake intake) {
    this(PipelineSettings.of(configuration), Clocks.SYSTEM, intake);
  }

  /**
   * Starts a pipeline whose first window begins now.
   *
   * @param intake takes closed windows, on the aggregation thread
   */
  public DisruptorPipeline(PipelineSettings settings, Clocks clocks, BatchIntake intake) {
    registry = new EventRegistry(clocks, settings.disabledDimensions());
    losses = new Losses(registry);
    handoff = new WindowHandoff(intake, losses);
    aggregator = new Aggregator(settings, clocks, registry, losses, handoff);
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
  public void lost(int eventType, LossStage stage, long count) {
    losses.add(eventType, stage, count);
  }

  @Override
  public void flush(long untilNanos) {
    if (!thread.call(() -> aggregator.flush(untilNanos), TIMEOUT)) {
      LOG.warn("the open windows did not close within {} s", TIMEOUT.toSeconds());
    }
  }

  /** Closes the open windows, passes them to delivery and ends the thread. */
  @Deactivate
  @Override
  public void close() {
    flush(Long.MAX_VALUE);
    thread.call(handoff::abandon, TIMEOUT);
    if (!thread.stop(TIMEOUT)) {
      LOG.warn("the aggregation thread did not end within {} s", TIMEOUT.toSeconds());
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
