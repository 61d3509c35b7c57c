package io.observoor.agent.run;

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
 * Brings everything to rest in the order of the data's way, once: no more events, every window
 * closed, every window delivered. What a sink does not take in time stays in the spool for the next
 * start.
 */
final class Shutdown implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /**
   * All of it together; the launcher gives the framework 25 s, or what this property says, before
   * it ends the process.
   */
  private static final Duration DEADLINE =
      Duration.ofSeconds(Long.getLong("observoor.exit.seconds", 10)).minusSeconds(3);

  private static final Duration SHORTEST_FLUSH = Duration.ofSeconds(1);

  private final ProbeHost probes;
  private final Pipeline pipeline;
  private final Delivery delivery;
  private final AtomicBoolean done = new AtomicBoolean();

  Shutdown(ProbeHost probes, Pipeline pipeline, Delivery delivery) {
    this.probes = probes;
    this.pipeline = pipeline;
    this.delivery = delivery;
  }

  /**
   * Returns when all is at rest, after the deadline at the latest. Any thread; only the first call
   * does something.
   */
  @Override
  public void run() {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    long started = System.nanoTime();
    step("detach the probes", probes::quiesce);
    step("close the open window", () -> pipeline.flush(Long.MAX_VALUE));
    step("deliver the last windows", () -> deliver(started));
    LOG.info("stopped in {} ms", Duration.ofNanos(System.nanoTime() - started).toMillis());
  }

  private void deliver(long started) {
    Duration left = DEADLINE.minusNanos(System.nanoTime() - started);
    if (!delivery.flush(left.compareTo(SHORTEST_FLUSH) > 0 ? left : SHORTEST_FLUSH)) {
      LOG.warn(
          "not all is delivered; what waits is kept and delivered after the next start: {}",
          delivery.statistics().sinks().stream()
              .filter(sink -> sink.pendingBatches() > 0)
              .map(Shutdown::behind)
              .collect(Collectors.joining(", ")));
    }
  }

  private static String behind(SinkStatistics sink) {
    String why = sink.lastError().isEmpty() ? "" : " (" + sink.lastError() + ")";
    return sink.name() + " " + sink.pendingBatches() + " batches" + why;
  }

  /** A step that fails must not keep the next ones from saving what they can. */
  private static void step(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException cause) {
      LOG.error("cannot {}: {}", what, cause.toString(), cause);
    }
  }
}
