package io.observoor.agent.health;

import io.observoor.agent.configuration.ListenAddress;
import io.observoor.agent.schedule.RecurringTask;
import io.observoor.agent.schedule.TaskScheduler;
import io.observoor.agent.slots.SlotClock;
import io.observoor.delivery.Delivery;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the server of /metrics and /healthz; retries while the address is not available. */
public final class HealthEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("health");
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

  private final ListenAddress address;
  private final AgentMetrics metrics;
  private final TaskScheduler scheduler;
  private Optional<HealthServer> server = Optional.empty();
  private boolean closed;
  private boolean warned;

  /** Opens the server on a thread of its own, because resolving a name can take long. */
  public HealthEndpoint(
      ListenAddress address,
      SlotClock slots,
      ProbeHost probes,
      TrackedProcesses tracked,
      Pipeline pipeline,
      Delivery delivery) {
    this.address = address;
    this.metrics = new AgentMetrics(slots, probes, tracked, pipeline, delivery);
    this.scheduler = new TaskScheduler(address.isNone() ? List.of() : List.of(now -> open()));
  }

  private synchronized long open() {
    if (closed) {
      return RecurringTask.NEVER;
    }
    try {
      HealthServer opened = HealthServer.open(address, metrics::collect);
      server = Optional.of(opened);
      LOG.info("metrics: {}/metrics, health: {}/healthz", opened.url(), opened.url());
      return RecurringTask.NEVER;
    } catch (IOException cause) {
      if (!warned) {
        warned = true;
        LOG.warn(
            "cannot listen on {}: {}; /metrics and /healthz are not served; retrying every {} s"
                + " (change health.addr, or set it to \"\")",
            address,
            cause.getMessage(),
            RETRY_INTERVAL.toSeconds());
      }
      return RETRY_INTERVAL.toNanos();
    }
  }

  /** Closes the server. Any thread. */
  @Override
  public void close() {
    scheduler.close();
    synchronized (this) {
      closed = true;
      server.ifPresent(HealthServer::close);
    }
  }
}
