package io.observoor.delivery.sinks;

import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.Sink;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolStatistics.CursorStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All registered sinks, and the runners of the active ones. One sink is active under a name;
 * another of the same name waits until the first is removed, as at an update of its bundle.
 * Thread-safe.
 */
public final class SinkRegistry {
  private static final Logger LOG = LoggerFactory.getLogger("sinks");

  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final Spool spool;
  private final DeliveryTimeouts timeouts;
  private final Map<String, SinkEntry> entries = new TreeMap<>();
  private boolean stopped;

  /** Creates a registry without sinks. */
  public SinkRegistry(Spool spool, DeliveryTimeouts timeouts) {
    this.spool = spool;
    this.timeouts = timeouts;
  }

  /** Registers a sink, which becomes active or idle by the last request, or by {@code enabled}. */
  public synchronized void add(Sink sink, boolean enabled) {
    SinkEntry entry = entry(sink.name());
    if (!entry.services.isEmpty()) {
      LOG.warn(
          "a second sink is named {} ({}) and gets no batches while the first is registered; give"
              + " it another name",
          entry.name(),
          sink.getClass().getName());
    }
    entry.services.add(new SinkEntry.Service(sink, enabled));
    startIfWanted(entry);
    notifyAll();
  }

  /** Starts the runner that an entry needs, if it needs one. */
  synchronized void startIfWanted(SinkEntry entry) {
    if (!stopped && entry.needsRunner()) {
      entry.cursor.register();
      entry.runner = new SinkRunner(entry.sink(), entry.cursor, spool, timeouts, true);
      entry.runner.start();
    }
  }

  /**
   * Unregisters a sink: flushes and closes it, and returns when its thread has left it, or at the
   * deadline. Batches are kept for its name.
   */
  @SuppressWarnings("ReferenceEquality") // equal services are still different ones
  public void remove(Sink sink) {
    SinkEntry entry;
    SinkRunner runner;
    synchronized (this) {
      entry =
          entries.values().stream()
              .filter(it -> it.services.stream().anyMatch(service -> service.sink() == sink))
              .findFirst()
              .orElse(null);
      if (entry == null) {
        return;
      }
      entry.services.removeIf(service -> service.sink() == sink);
      runner = entry.runnerOf(sink);
    }
    stop(entry, runner, timeouts.stop());
    synchronized (this) {
      startIfWanted(entry);
    }
  }

  /** Flushes and closes a sink without the lock; has no effect without a runner. */
  void stop(SinkEntry entry, SinkRunner runner, Duration deadline) {
    if (runner != null) {
      runner.stop(deadline);
      synchronized (this) {
        entry.stopped(runner);
      }
    }
  }

  /** Flushes and closes a sink, which is not started again before {@link #unlock}. */
  void lock(SinkEntry entry, Duration deadline) {
    SinkRunner runner;
    synchronized (this) {
      entry.locked = true;
      runner = entry.runner;
    }
    stop(entry, runner, deadline);
  }

  /** Starts what was wanted while the entry was locked. */
  synchronized void unlock(SinkEntry entry) {
    entry.locked = false;
    startIfWanted(entry);
  }

  synchronized SinkEntry entry(String name) {
    return entries.computeIfAbsent(name, absent -> new SinkEntry(spool.cursor(name)));
  }

  /** The names of the registered sinks. */
  synchronized List<String> names() {
    return entries.values().stream()
        .filter(entry -> !entry.services.isEmpty())
        .map(SinkEntry::name)
        .toList();
  }

  /**
   * Blocks until the condition holds; rechecks it when a sink is registered, a batch is stored or
   * the sinks are stopped, and at intervals.
   *
   * @return whether it holds; false at the deadline and when the sinks are stopped
   */
  synchronized boolean await(BooleanSupplier condition, Duration deadline)
      throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!stopped && !condition.getAsBoolean()) {
      long left = Math.min(end - System.nanoTime(), timeouts.idle().toNanos());
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, MILLISECOND));
    }
    return !stopped;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /** Makes all runners look for work: a batch was stored, or a cursor was handed over. */
  public synchronized void wake() {
    notifyAll();
    for (SinkEntry entry : entries.values()) {
      if (entry.runner != null) {
        entry.runner.wake();
      }
    }
  }

  /**
   * Makes all active sinks write and flush all batches up to this one, in parallel.
   *
   * @return whether all did before the deadline
   */
  public boolean flush(long target, Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<Boolean>> flushes = new ArrayList<>();
    synchronized (this) {
      for (SinkEntry entry : entries.values()) {
        if (entry.runner != null) {
          flushes.add(entry.runner.flush(target));
        }
      }
    }
    boolean all = true;
    for (CompletableFuture<Boolean> flush : flushes) {
      try {
        all &= flush.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        all = false;
      }
    }
    return all;
  }

  /** Flushes and closes all sinks, in parallel; none is started any more. */
  public void stop() {
    List<SinkRunner> runners;
    synchronized (this) {
      stopped = true;
      notifyAll();
      runners =
          entries.values().stream()
              .flatMap(entry -> Stream.of(entry.runner, entry.candidate))
              .filter(runner -> runner != null)
              .toList();
    }
    List<Thread> stopping =
        runners.stream()
            .map(runner -> Thread.ofVirtual().start(() -> runner.stop(timeouts.stop())))
            .toList();
    for (Thread thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Returns the state of each sink that is registered or has a cursor, ordered by name. */
  public List<SinkStatistics> statistics(List<CursorStatistics> cursors) {
    List<Supplier<SinkStatistics>> all = new ArrayList<>();
    synchronized (this) {
      for (CursorStatistics cursor : cursors) {
        SinkEntry entry = entry(cursor.name());
        Sink sink = entry.sink();
        SinkRunner runner = entry.runner;
        SinkState state = entry.state();
        if (cursor.kept() || sink != null) {
          all.add(() -> statistics(cursor, state, runner, measurements(cursor.name(), sink)));
        }
      }
    }
    // outside of the lock: this calls the sinks
    return all.stream().map(Supplier::get).toList();
  }

  private static SinkStatistics statistics(
      CursorStatistics cursor, SinkState state, SinkRunner runner, List<Measurement> measurements) {
    return new SinkStatistics(
        cursor.name(),
        state,
        cursor.acknowledged(),
        cursor.pendingBatches(),
        cursor.pendingBytes(),
        cursor.deliveredBatches(),
        cursor.deliveredRows(),
        runner == null ? 0 : runner.failures().total(),
        runner == null ? "" : runner.failures().last(),
        cursor.givenUpBatches(),
        cursor.givenUpRows(),
        measurements);
  }

  /** The measurements of a sink; a failure must not hide those of the others. */
  private static List<Measurement> measurements(String name, Sink sink) {
    if (sink == null) {
      return List.of();
    }
    try {
      return List.copyOf(sink.measurements());
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("cannot read the measurements of sink {}: {}", name, e.toString());
      return List.of();
    }
  }
}
