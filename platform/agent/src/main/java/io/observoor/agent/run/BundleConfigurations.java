package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration;
import io.observoor.agent.configuration.Secret;
import io.observoor.api.sink.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Passes the run configuration to the other bundles as OSGi configurations. A bundle starts to work
 * when it gets its configuration, so no part runs before the whole configuration is valid.
 */
public final class BundleConfigurations {
  /** The property by which the agent tells a sink whether it is active from the start. */
  public static final String ENABLED = "enabled";

  /** Waits so long for a sink that restarts with a changed configuration. */
  public static final Duration SINK_RESTART_TIMEOUT = Duration.ofSeconds(15);

  /** The property that identifies the service of a restarted sink. */
  private static final String REVISION = "observoor.revision";

  /** The location that lets any bundle read the configuration. */
  private static final String ANY_LOCATION = "?";

  private final BundleContext context;
  private final ConfigurationAdmin admin;
  private final AtomicLong revision = new AtomicLong();

  /** Changes nothing yet. */
  public BundleConfigurations(BundleContext context, ConfigurationAdmin admin) {
    this.context = context;
    this.admin = admin;
  }

  /** Configures all bundles for a run; sinks first, so that delivery finds them. */
  public void forRun(RunConfiguration run) throws IOException {
    sinks(run, run.enabledSinks());
    put(
        "io.observoor.probes.process",
        Map.of(ENABLED, run.configuration().collectProcessSnapshots()));
    delivery(run, run.spool(), run.enabledSinks());
    pipeline(run);
    kernel(run.configuration());
    shell(run);
  }

  /** Configures the bundles that load probes; without sinks. */
  public void forCheck(RunConfiguration run, Path temporarySpool) throws IOException {
    delivery(run, temporarySpool, Set.of());
    pipeline(run);
    kernel(run.configuration());
  }

  /** Configures the sinks, all of them idle. */
  public void forMigrate(RunConfiguration run) throws IOException {
    sinks(run, Set.of());
  }

  /**
   * Gives a sink a changed configuration, with which it restarts, and waits until it has.
   *
   * @return false if the sink did not restart in time
   */
  public boolean update(String sink, Map<String, Object> properties)
      throws IOException, InterruptedException {
    long number = revision.incrementAndGet();
    Map<String, Object> numbered = new HashMap<>(properties);
    numbered.put(REVISION, number);
    CountDownLatch registered = new CountDownLatch(1);
    ServiceListener listener =
        event -> {
          if (event.getType() == ServiceEvent.REGISTERED) {
            registered.countDown();
          }
        };
    try {
      context.addServiceListener(
          listener,
          "(&(objectClass=" + Sink.class.getName() + ")(" + REVISION + "=" + number + "))");
      sink(sink, numbered);
      return registered.await(SINK_RESTART_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      context.removeServiceListener(listener);
    }
  }

  private void sinks(RunConfiguration run, Set<String> enabled) throws IOException {
    for (Map.Entry<String, Map<String, Object>> sink : run.sinks(run.data()).entrySet()) {
      sink.getValue().put(ENABLED, enabled.contains(sink.getKey()));
      sink(sink.getKey(), sink.getValue());
    }
  }

  private void sink(String name, Map<String, Object> properties) throws IOException {
    Map<String, Object> revealed = new HashMap<>(properties);
    revealed.replaceAll((property, value) -> reveal(value));
    put("io.observoor.sinks." + name, revealed);
  }

  private static Object reveal(Object value) {
    return switch (value) {
      case Secret secret -> secret.reveal();
      case Collection<?> several ->
          several.stream().map(BundleConfigurations::reveal).toArray(String[]::new);
      default -> value;
    };
  }

  private void delivery(RunConfiguration run, Path spool, Set<String> sinks) throws IOException {
    put(
        "io.observoor.delivery",
        Map.of(
            "directory", spool.toString(),
            "maximumBytes", run.configuration().spoolMaximumBytes(),
            "sinks", sinks.stream().sorted().toArray(String[]::new)));
  }

  private void pipeline(RunConfiguration run) throws IOException {
    AgentConfiguration configuration = run.configuration();
    put(
        "io.observoor.pipeline",
        Map.of(
            "intervalMillis", Math.toIntExact(configuration.interval().toMillis()),
            "slotAligned", configuration.slotAligned(),
            "genesisTimeSeconds", run.slots().genesisSeconds(),
            "secondsPerSlot", run.slots().secondsPerSlot(),
            "metaClientName", configuration.metaClientName(),
            "metaNetworkName", run.network(),
            "disabledDimensions", array(configuration.disabledDimensions())));
  }

  private void kernel(AgentConfiguration configuration) throws IOException {
    List<String> sampling =
        configuration.sampling().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue().mode() + ":" + it.getValue().rate())
            .toList();
    put(
        "io.observoor.kernel",
        Map.of(
            "ringBufferBytes", configuration.ringBufferBytes(),
            "disabledGroups", array(configuration.disabledGroups()),
            "disabledHooks", array(configuration.disabledHooks()),
            "sampling", array(sampling)));
  }

  private void shell(RunConfiguration run) throws IOException {
    put(
        "io.observoor.shell",
        Map.of(
            ENABLED,
            run.configuration().shellEnabled(),
            "socket",
            AgentSocket.of(run).toString(),
            "source",
            run.source(),
            "genesisTimeSeconds",
            run.slots().genesisSeconds(),
            "secondsPerSlot",
            run.slots().secondsPerSlot()));
  }

  private static String[] array(Collection<String> values) {
    return values.toArray(String[]::new);
  }

  private void put(String pid, Map<String, Object> values) throws IOException {
    admin.getConfiguration(pid, ANY_LOCATION).update(FrameworkUtil.asDictionary(values));
  }
}
