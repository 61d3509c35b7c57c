package io.observoor.benchmarks.path;

import io.observoor.api.probe.EventDeclaration;
import io.observoor.api.probe.ProbeDeclaration;
import io.observoor.pipeline.engine.DisruptorPipeline;
import io.observoor.pipeline.engine.PipelineSettings;
import io.observoor.pipeline.window.WindowGrid;
import io.observoor.probes.syscall.SyscallProbe;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The agent's pipeline with one-second windows, whose rows are dropped. */
final class TestPipeline implements AutoCloseable {
  private static final int MAINNET_GENESIS = 1_606_824_023;

  private final EventClock clock = new EventClock();
  private final DisruptorPipeline pipeline;
  private final int readEvent;
  private long expected;

  /**
   * Creates a pipeline with the events of probes-syscall.
   *
   * @param slabs size of the ring
   */
  TestPipeline(int slabs) {
    WindowGrid grid = new WindowGrid(1000, true, MAINNET_GENESIS, 12);
    PipelineSettings settings =
        new PipelineSettings(grid, 200, "benchmark", "mainnet", slabs, Set.of());
    pipeline = new DisruptorPipeline(settings, clock, _ -> true);
    ProbeDeclaration probe = new SyscallProbe().declaration();
    Set<String> events =
        probe.events().stream().map(EventDeclaration::name).collect(Collectors.toUnmodifiableSet());
    readEvent =
        pipeline.register(probe, events, Map.of()).eventBase() + probe.eventIndex("syscall_read");
  }

  DisruptorPipeline pipeline() {
    return pipeline;
  }

  EventClock clock() {
    return clock;
  }

  /** Returns the event type of a timed call. */
  int readEvent() {
    return readEvent;
  }

  /** Waits until all published events are aggregated. */
  void awaitConsumed() {
    // closes no window: none starts before 0
    pipeline.flush(0);
  }

  /** Adds to the number of events expected at the end. */
  void expect(int events) {
    expected += events;
  }

  /** Fails if an event was lost, which makes the figures meaningless. */
  @Override
  public void close() {
    pipeline.close();
    long counted = pipeline.statistics().eventCount();
    if (counted != expected) {
      throw new IllegalStateException(
          "of "
              + expected
              + " events "
              + counted
              + " were aggregated: "
              + pipeline.statistics().losses());
    }
  }
}
