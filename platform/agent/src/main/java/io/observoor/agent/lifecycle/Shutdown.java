package io.observoor.agent.lifecycle;

import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkStatistics;
import io.observoor.kernel.ProbeHost;
import io.observoor.pipeline.Pipeline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the agent's work in the order in which data flows: detaches the probes, closes the open
 * window, delivers the last batches. Batches that a sink does not acknowledge in time stay in the
 * spool.
 */
public final class Shutdown implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("agent");

  /** Ends before the launcher ends the process: after 25 s, or the seconds of this property. */
  private static final Duration DEADLINE =
      Duration.ofSeconds(Long.getLong("observoor.exit.seconds", 10)).minusSeconds(3);

  private static final Duration SHORTEST_FLUSH = Duration.ofSeconds(1);

  private final ProbeHost probes;
  private final Pipeline pipeline;
  private final Delivery delivery;
  private final AtomicBoolean done = new AtomicBoolean();

  /** Stops nothing yet. */
  public Shutdown(ProbeHost probes, Pipeline pipeline, Delivery delivery) {
    this.probes = probes;
    this.pipeline = pipeline;
    this.delivery = delivery;
  }

  /** Blocks until all parts have stopped, or the deadline has passed. Any thread; runs once. */
  @Override
  public void run() {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    long started = System.nanoTime();
    step("detach the probes", probes::quiesce);
    step("close the open window", () -> pipeline.flush(Long.MAX_VALUE));
    step("deliver the last batches", () -> deliver(started));
    LOG.info("stopped in {} ms", Duration.ofNanos(System.nanoTime() - started).toMillis());
  }

  private void deliver(long started) {
    Duration left = DEADLINE.minusNanos(System.nanoTime() - started);
    if (!delivery.flush(left.compareTo(SHORTEST_FLUSH) > 0 ? left : SHORTEST_FLUSH)) {
      LOG.warn(
          "not all batches are delivered; the spool keeps them for the next start: {}",
          delivery.statistics().sinks().stream()
              .filter(sink -> sink.pendingBatches() > 0)
              .map(Shutdown::pending)
              .collect(Collectors.joining(", ")));
    }
  }

  private static String pending(SinkStatistics sink) {
    String why = sink.lastError().isEmpty() ? "" : " (" + sink.lastError() + ")";
    String batches = sink.pendingBatches() == 1 ? " batch" : " batches";
    return sink.name() + " " + sink.pendingBatches() + batches + why;
  }

  /** Runs a step; a failure does not prevent the next steps. */
  private static void step(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException cause) {
      LOG.error("cannot {}: {}", what, cause.toString(), cause);
    }
  }
}
