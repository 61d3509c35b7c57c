package io.observoor.agent.run;

import io.observoor.agent.configuration.InvalidConfigurationException;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a changed configuration file and lets its sinks follow it. What is wrong with it is said,
 * and then nothing changes. What only a restart changes is said, too.
 */
final class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  /** For opening a sink, and for flushing another. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final String ENABLED = "enabled";

  private final SinkSettings settings;
  private final Plan started;
  private final ReentrantLock once = new ReentrantLock();

  /** What the last file said of each sink, and which of them it let run. */
  private Map<String, Map<String, Object>> described;

  private Set<String> enabled;

  Reload(Plan started, SinkSettings settings) {
    this.started = started;
    this.settings = settings;
    described = new TreeMap<>(SinkConfigurations.of(started, started.sinks()));
    enabled = started.sinks();
  }

  /** Reads the file, on a thread of its own because a sink may take its time; returns at once. */
  void run(SinkControl control, Delivery delivery) {
    Thread.ofVirtual().name("reload").start(() -> apply(control, delivery));
  }

  /** Reads the file and does what it says. */
  void apply(SinkControl control, Delivery delivery) {
    once.lock();
    try {
      Plan next = Plan.make(started.options());
      next.warnings().forEach(LOG::warn);
      changeSinks(next.in(started), control, delivery);
      tellOfTheRest(next);
    } catch (InvalidConfigurationException | WrongUseException | CannotRunException cause) {
      Optional.ofNullable(cause.getMessage())
          .orElseGet(cause::toString)
          .lines()
          .forEach(line -> LOG.error("{}", line));
      LOG.error("{} has mistakes: everything stays as it is", started.source());
    } catch (IOException cause) {
      LOG.error("a configuration could not be handed over: {}", cause.toString());
    } catch (InterruptedException cause) {
      Thread.currentThread().interrupt();
    } finally {
      once.unlock();
    }
  }

  private void tellOfTheRest(Plan next) {
    var others = RestartKeys.changed(started, next);
    if (!others.isEmpty()) {
      LOG.warn("changed, and in force after a restart only: {}", String.join("; ", others));
    }
  }

  private void changeSinks(Plan next, SinkControl control, Delivery delivery)
      throws IOException, InterruptedException {
    Map<String, Map<String, Object>> now = SinkConfigurations.of(next, next.sinks());
    for (Map.Entry<String, Map<String, Object>> sink : now.entrySet()) {
      if (!same(sink.getValue(), described.getOrDefault(sink.getKey(), Map.of()))) {
        hand(sink.getKey(), sink.getValue());
      }
    }
    Set<String> running = running(delivery);
    Set<String> comes = new TreeSet<>(next.sinks());
    comes.removeAll(enabled);
    comes.removeAll(running);
    Set<String> goes = new TreeSet<>(enabled);
    goes.removeAll(next.sinks());
    goes.retainAll(running);
    follow(goes, comes, next.sinks(), control);
  }

  /** A sink that did not run begins to only when it is told, after its configuration is there. */
  private void hand(String sink, Map<String, Object> values)
      throws IOException, InterruptedException {
    Map<String, Object> handed = new TreeMap<>(values);
    handed.put(ENABLED, Boolean.TRUE.equals(values.get(ENABLED)) && enabled.contains(sink));
    LOG.info("sink {} gets its changed configuration", sink);
    if (!settings.put(sink, handed)) {
      LOG.warn("sink {} has not come with its changed configuration: does its bundle run?", sink);
    }
    described.put(sink, values);
  }

  /** What fails stays a change, for the next time that the file is saved. */
  private void follow(
      Set<String> goes, Set<String> comes, Set<String> wanted, SinkControl control) {
    if (goes.size() == 1 && comes.size() == 1) {
      String from = goes.iterator().next();
      String to = comes.iterator().next();
      enabled = done(() -> control.swap(from, to, DEADLINE)) ? wanted : enabled;
      return;
    }
    Set<String> reached = new TreeSet<>(wanted);
    for (String sink : comes) {
      if (!done(() -> control.start(sink, DEADLINE))) {
        reached.remove(sink);
      }
    }
    for (String sink : goes) {
      if (!done(() -> control.stop(sink, DEADLINE))) {
        reached.add(sink);
      }
    }
    enabled = Set.copyOf(reached);
  }

  /** Something that is asked of the sinks. */
  @FunctionalInterface
  private interface Step {
    void run() throws SinkControlException;
  }

  private static boolean done(Step step) {
    try {
      step.run();
      return true;
    } catch (SinkControlException cause) {
      LOG.error("{}; put it right and save the file again", cause.getMessage());
      return false;
    }
  }

  private static Set<String> running(Delivery delivery) {
    return delivery.statistics().sinks().stream()
        .filter(sink -> sink.state().running())
        .map(SinkStatistics::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether two sinks are told the same, apart from whether they run. */
  private static boolean same(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> left = new TreeMap<>(one);
    Map<String, Object> right = new TreeMap<>(other);
    left.remove(ENABLED);
    right.remove(ENABLED);
    return left.keySet().equals(right.keySet())
        && left.entrySet().stream()
            .allMatch(
                entry ->
                    Arrays.deepEquals(
                        new Object[] {entry.getValue()}, new Object[] {right.get(entry.getKey())}));
  }
}
