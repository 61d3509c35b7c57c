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

/** The pipeline as the agent makes it, with windows of one second whose rows go nowhere. */
final class TestPipeline implements AutoCloseable {
  private static final int MAINNET_GENESIS = 1_606_824_023;

  private final EventClock clock = new EventClock();
  private final DisruptorPipeline pipeline;
  private final int readEvent;
  private long expected;

  /**
   * A pipeline with the events of probes-syscall.
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

  /** The type of a timed call's event. */
  int readEvent() {
    return readEvent;
  }

  /** Returns when all events that were published have been aggregated. */
  void awaitConsumed() {
    // closes no window: none began before 0
    pipeline.flush(0);
  }

  /** Remembers how many events there must be in the end. */
  void expect(int events) {
    expected += events;
  }

  /** Fails when an event was lost on the way: such figures would mean nothing. */
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
