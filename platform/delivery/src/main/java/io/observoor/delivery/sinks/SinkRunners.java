package io.observoor.delivery.sinks;

import io.observoor.api.sink.Sink;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.SinkStatistics;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sinks that are there, each with its runner. One sink runs under a name; another of the same
 * name waits until the first has gone, as happens when a bundle is updated. Thread-safe.
 */
public final class SinkRunners {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunners.class);

  private final Spool spool;
  private final Pauses pauses;
  private final Map<String, SinkRunner> runners = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean stopped;

  /** A sink whose name is taken. */
  private record Waiting(String name, Sink sink) {}

  /** No sinks yet. */
  public SinkRunners(Spool spool, Pauses pauses) {
    this.spool = spool;
    this.pauses = pauses;
  }

  /** Begins to deliver to a sink. */
  public synchronized void add(Sink sink) {
    String name = sink.name();
    if (stopped) {
      return;
    }
    if (runners.containsKey(name)) {
      LOG.warn(
          "a second sink named {} ({}) gets nothing while the first is there; give it another name",
          name,
          sink.getClass().getName());
      waiting.add(new Waiting(name, sink));
      return;
    }
    start(name, sink);
  }

  private void start(String name, Sink sink) {
    spool.register(name);
    SinkRunner runner = new SinkRunner(sink, name, spool, pauses);
    runners.put(name, runner);
    runner.start();
  }

  /**
   * Flushes and closes a sink; returns when it has let go, or its time is over. Batches are kept
   * for its name.
   */
  @SuppressWarnings("ReferenceEquality") // two services that are equal are still two
  public void remove(Sink sink) {
    String name;
    SinkRunner leaving;
    synchronized (this) {
      waiting.removeIf(other -> other.sink() == sink);
      Map.Entry<String, SinkRunner> found =
          runners.entrySet().stream()
              .filter(entry -> entry.getValue().sink() == sink)
              .findFirst()
              .orElse(null);
      if (found == null) {
        return;
      }
      name = found.getKey();
      leaving = found.getValue();
    }
    leaving.stop(pauses.stop());
    synchronized (this) {
      runners.remove(name, leaving);
      Waiting next =
          waiting.stream().filter(other -> other.name().equals(name)).findFirst().orElse(null);
      if (next != null && !stopped) {
        waiting.remove(next);
        start(name, next.sink());
      }
    }
  }

  /** There is another batch in the spool. */
  public synchronized void wake() {
    runners.values().forEach(SinkRunner::wake);
  }

  /**
   * Makes every running sink write and flush all batches up to this number, all at the same time.
   *
   * @return whether all did within the deadline
   */
  public boolean flush(long target, Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<Boolean>> flushes;
    synchronized (this) {
      flushes = runners.values().stream().map(runner -> runner.flush(target)).toList();
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

  /** Flushes and closes all sinks, all at the same time. */
  public void stop() {
    List<SinkRunner> leaving;
    synchronized (this) {
      stopped = true;
      leaving = List.copyOf(runners.values());
    }
    List<Thread> stopping =
        leaving.stream()
            .map(runner -> Thread.ofVirtual().start(() -> runner.stop(pauses.stop())))
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

  /** How each sink that has a cursor stands. */
  public List<SinkStatistics> statistics(List<SpoolStatistics.Cursor> cursors) {
    Map<String, SinkRunner> running;
    synchronized (this) {
      running = Map.copyOf(runners);
    }
    return cursors.stream().map(cursor -> statistics(cursor, running.get(cursor.name()))).toList();
  }

  private static SinkStatistics statistics(SpoolStatistics.Cursor cursor, SinkRunner runner) {
    return new SinkStatistics(
        cursor.name(),
        runner == null ? SinkState.ABSENT : runner.state(),
        cursor.acknowledged(),
        cursor.pendingBatches(),
        cursor.pendingBytes(),
        cursor.deliveredBatches(),
        cursor.deliveredRows(),
        runner == null ? 0 : runner.failures(),
        runner == null ? "" : runner.lastError(),
        cursor.givenUpBatches(),
        cursor.givenUpRows(),
        List.of());
  }
}
