package io.observoor.pipeline.engine;

import io.observoor.api.batch.BatchIntake;
import io.observoor.api.batch.LossStage;
import io.observoor.api.batch.Sampling;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.EventTypes;
import io.observoor.pipeline.Pipeline;
import io.observoor.pipeline.PipelineStatistics;
import io.observoor.pipeline.Registration;
import io.observoor.pipeline.SlabWriter;
import io.observoor.pipeline.window.Clocks;
import io.observoor.pipeline.window.WindowGrid;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The pipeline as a service, from its configuration and the delivery behind it. */
@Component(
    service = Pipeline.class,
    configurationPid = "io.observoor.pipeline",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PipelineConfiguration.class)
public final class PipelineComponent implements Pipeline {
  private final DisruptorPipeline pipeline;

  /** Starts the pipeline. Called by OSGi. */
  @Activate
  public PipelineComponent(PipelineConfiguration configuration, @Reference BatchIntake intake) {
    pipeline = new DisruptorPipeline(settings(configuration), Clocks.system(), intake::offer);
  }

  private static PipelineSettings settings(PipelineConfiguration configuration) {
    WindowGrid grid =
        new WindowGrid(
            configuration.intervalMillis(),
            configuration.slotAligned(),
            configuration.genesisTimeSeconds(),
            configuration.secondsPerSlot());
    return new PipelineSettings(
        grid,
        configuration.graceMillis(),
        configuration.metaClientName(),
        configuration.metaNetworkName(),
        configuration.ringSlabs(),
        Set.of(configuration.disabledDimensions()));
  }

  /** Closes the open windows and ends the thread. Called by OSGi. */
  @Deactivate
  public void close() {
    pipeline.close();
  }

  @Override
  public SlabWriter writer() {
    return pipeline.writer();
  }

  @Override
  public Registration register(
      ProbeDeclaration declaration, Set<String> activeEvents, Map<String, Sampling> sampling) {
    return pipeline.register(declaration, activeEvents, sampling);
  }

  @Override
  public EventTypes eventTypes() {
    return pipeline.eventTypes();
  }

  @Override
  public void lost(int eventType, LossStage place, long count) {
    pipeline.lost(eventType, place, count);
  }

  @Override
  public void flush(long untilNanos) {
    pipeline.flush(untilNanos);
  }

  @Override
  public PipelineStatistics statistics() {
    return pipeline.statistics();
  }
}
