package io.observoor.agent.health;

import io.observoor.agent.configuration.ListenAddress;
import io.observoor.agent.run.Session;
import io.observoor.agent.ticker.Task;
import io.observoor.agent.ticker.Ticker;
import io.observoor.delivery.Delivery;
import io.observoor.kernel.ProbeHost;
import io.observoor.kernel.TrackedProcesses;
import io.observoor.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves /metrics and /healthz while the agent runs. It begins once the probes are attached, so
 * that it costs the start nothing; an address that cannot be had is said once and tried again,
 * because observing matters more.
 */
@Component(
    service = {},
    immediate = true)
public final class HealthEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

  private final Optional<Ticker> ticker;
  private final Opening opening;

  /** Called by declarative services. */
  @Activate
  public HealthEndpoint(
      @Reference(target = "(observoor.command=run)") Session session,
      @Reference ProbeHost probes,
      @Reference TrackedProcesses tracked,
      @Reference Pipeline pipeline,
      @Reference Delivery delivery) {
    ListenAddress address = session.plan().configuration().healthAddress();
    opening =
        new Opening(
            session,
            address,
            new AgentMetrics(session.plan().slots(), probes, tracked, pipeline, delivery));
    ticker = address.isNone() ? Optional.empty() : Optional.of(Ticker.start(List.of(opening)));
  }

  /** Called by declarative services. */
  @Deactivate
  public void close() {
    ticker.ifPresent(Ticker::close);
    opening.close();
  }

  /** Opens the server, at the second try if need be. */
  private static final class Opening implements Task {
    private final Session session;
    private final ListenAddress address;
    private final AgentMetrics metrics;
    private Optional<HealthServer> server = Optional.empty();
    private boolean closed;
    private boolean warned;

    private Opening(Session session, ListenAddress address, AgentMetrics metrics) {
      this.session = session;
      this.address = address;
      this.metrics = metrics;
    }

    @Override
    public synchronized long run(long now) {
      if (closed) {
        return NEVER;
      }
      if (!session.begun().get()) {
        return LOOK_INTERVAL.toNanos();
      }
      try {
        HealthServer opened = HealthServer.open(address, metrics::collect);
        server = Optional.of(opened);
        LOG.info("metrics: {}/metrics, health: {}/healthz", opened.url(), opened.url());
        return NEVER;
      } catch (IOException cause) {
        if (!warned) {
          warned = true;
          LOG.warn(
              "/metrics and /healthz are not served, and tried again every {} s: cannot listen at {}: {}"
                  + " (change health.addr, or set it to \"\")",
              RETRY_INTERVAL.toSeconds(),
              address,
              cause.getMessage());
        }
        return RETRY_INTERVAL.toNanos();
      }
    }

    private synchronized void close() {
      closed = true;
      server.ifPresent(HealthServer::close);
    }
  }
}
