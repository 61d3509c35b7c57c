package io.observoor.agent.reload;

import io.observoor.agent.configuration.AgentConfiguration;
import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.agent.run.BundleConfigurations;
import io.observoor.agent.run.CannotRunException;
import io.observoor.agent.run.RunConfiguration;
import io.observoor.agent.run.WrongUseException;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a changed configuration file to the sinks of a running agent. An invalid file changes
 * nothing. Logs the errors, and the keys that take effect only at the next start.
 */
public final class ConfigurationReload {
  private static final Logger LOG = LoggerFactory.getLogger("configuration");

  /** The deadline for opening a sink, and for flushing another. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final SinkUpdate update;
  private final RunConfiguration started;
  private final ReentrantLock lock = new ReentrantLock();

  /** The sinks' configurations and the enabled sinks of the last applied file. */
  private final Map<String, Map<String, Object>> applied;

  private Set<String> enabled;

  /** Gives a sink a changed configuration; see {@link BundleConfigurations#update}. */
  @FunctionalInterface
  public interface SinkUpdate {
    /** Returns false if the sink did not restart in time. */
    boolean update(String sink, Map<String, Object> properties)
        throws IOException, InterruptedException;
  }

  /** An operation on sinks. */
  @FunctionalInterface
  private interface Operation {
    void run() throws SinkControlException;
  }

  /** Compares later files with the configuration that the agent started with. */
  public ConfigurationReload(RunConfiguration started, SinkUpdate update) {
    this.started = started;
    this.update = update;
    applied = new TreeMap<>(started.sinks(started.data()));
    enabled = started.enabledSinks();
  }

  /** Applies the file on a new thread, because sinks may take long; returns at once. */
  public void start(SinkControl control, Delivery delivery) {
    Thread.ofVirtual().name("reload").start(() -> apply(control, delivery));
  }

  /** Applies the file. */
  void apply(SinkControl control, Delivery delivery) {
    lock.lock();
    try {
      RunConfiguration changed = RunConfiguration.read(started.options());
      AgentConfiguration configuration = changed.configuration();
      configuration.warnings().forEach(LOG::warn);
      updateSinks(changed, control, delivery);
      List<String> others = new ArrayList<>(configuration.differences(started.configuration()));
      if (!changed.data().equals(started.data())) {
        others.add("sinks.aggregated.parquet.directory");
      }
      if (!others.isEmpty()) {
        LOG.warn("changed keys that take effect at the next start: {}", String.join(", ", others));
      }
    } catch (InvalidConfigurationException | WrongUseException | CannotRunException invalid) {
      invalid.getMessage().lines().forEach(line -> LOG.error("{}", line));
      LOG.error("{} is invalid: the agent keeps its configuration", started.source());
    } catch (IOException cause) {
      LOG.error("cannot pass a changed configuration to a bundle: {}", cause.toString());
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void updateSinks(RunConfiguration changed, SinkControl control, Delivery delivery)
      throws IOException, InterruptedException {
    Path data = started.data();
    for (Map.Entry<String, Map<String, Object>> sink : changed.sinks(data).entrySet()) {
      if (!sink.getValue().equals(applied.get(sink.getKey()))) {
        update(sink.getKey(), sink.getValue(), changed.enabledSinks());
      }
    }
    Set<String> active = active(delivery);
    Set<String> starting = new TreeSet<>(changed.enabledSinks());
    starting.removeAll(enabled);
    starting.removeAll(active);
    Set<String> stopping = new TreeSet<>(enabled);
    stopping.removeAll(changed.enabledSinks());
    stopping.retainAll(active);
    switchSinks(stopping, starting, changed.enabledSinks(), control);
  }

  /** A sink that was not enabled is started afterwards, with its configuration in place. */
  private void update(String sink, Map<String, Object> properties, Set<String> wanted)
      throws IOException, InterruptedException {
    Map<String, Object> passed = new HashMap<>(properties);
    passed.put(BundleConfigurations.ENABLED, wanted.contains(sink) && enabled.contains(sink));
    LOG.info("applying the changed configuration of sink {}", sink);
    if (!update.update(sink, passed)) {
      LOG.warn(
          "sink {} did not restart with its changed configuration within {} s: check that its bundle"
              + " is active",
          sink,
          BundleConfigurations.SINK_RESTART_TIMEOUT.toSeconds());
    }
    applied.put(sink, properties);
  }

  /** Keeps failed operations as differences, which the next change of the file retries. */
  private void switchSinks(
      Set<String> stopping, Set<String> starting, Set<String> wanted, SinkControl control) {
    if (stopping.size() == 1 && starting.size() == 1) {
      String from = stopping.iterator().next();
      String to = starting.iterator().next();
      enabled = succeeds(() -> control.swap(from, to, DEADLINE)) ? wanted : enabled;
      return;
    }
    Set<String> reached = new TreeSet<>(wanted);
    for (String sink : starting) {
      if (!succeeds(() -> control.start(sink, DEADLINE))) {
        reached.remove(sink);
      }
    }
    for (String sink : stopping) {
      if (!succeeds(() -> control.stop(sink, DEADLINE))) {
        reached.add(sink);
      }
    }
    enabled = Set.copyOf(reached);
  }

  private static boolean succeeds(Operation operation) {
    try {
      operation.run();
      return true;
    } catch (SinkControlException cause) {
      LOG.error("{}; fix the cause and save the file again", cause.getMessage());
      return false;
    }
  }

  private static Set<String> active(Delivery delivery) {
    return delivery.statistics().sinks().stream()
        .filter(sink -> sink.state().isActive())
        .map(SinkStatistics::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
