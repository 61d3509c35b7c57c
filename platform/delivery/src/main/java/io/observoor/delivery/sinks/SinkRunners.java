package io.observoor.delivery.sinks;

import io.observoor.api.sink.Sink;
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
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sinks that are there, each that runs with its runner. One sink runs under a name; another of
 * the same name waits until the first has gone, as happens when a bundle is updated. Thread-safe.
 */
public final class SinkRunners {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunners.class);

  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final Spool spool;
  private final Pauses pauses;
  private final Map<String, Slot> slots = new TreeMap<>();
  private boolean stopped;

  /** No sinks yet. */
  public SinkRunners(Spool spool, Pauses pauses) {
    this.spool = spool;
    this.pauses = pauses;
  }

  /** A sink has come: it runs, or stands by, as was asked for, or else as {@code enabled} says. */
  public synchronized void add(Sink sink, boolean enabled) {
    String name = sink.name();
    Slot slot = slot(name);
    if (!slot.services.isEmpty()) {
      LOG.warn(
          "a second sink named {} ({}) gets nothing while the first is there; give it another name",
          name,
          sink.getClass().getName());
    }
    slot.services.add(new Slot.Service(sink, enabled));
    startIfWanted(slot);
    notifyAll();
  }

  /** Starts what a slot wants to run. */
  synchronized void startIfWanted(Slot slot) {
    if (!stopped && slot.wantsRunner()) {
      spool.register(slot.name);
      slot.runner =
          SinkRunner.delivering(slot.services.getFirst().sink(), slot.name, spool, pauses);
      slot.runner.start();
    }
  }

  /**
   * A sink goes: it is flushed and closed; returns when it has let go, or its time is over. Batches
   * are kept for its name.
   */
  @SuppressWarnings("ReferenceEquality") // two services that are equal are still two
  public void remove(Sink sink) {
    Slot slot;
    SinkRunner leaving;
    synchronized (this) {
      slot =
          slots.values().stream()
              .filter(it -> it.services.stream().anyMatch(service -> service.sink() == sink))
              .findFirst()
              .orElse(null);
      if (slot == null) {
        return;
      }
      slot.services.removeIf(service -> service.sink() == sink);
      leaving = slot.runnerOf(sink);
    }
    if (leaving != null) {
      leaving.stop(pauses.stop());
    }
    synchronized (this) {
      if (leaving != null) {
        slot.left(leaving);
      }
      startIfWanted(slot);
    }
  }

  /** What there is under a name. */
  synchronized Slot slot(String name) {
    return slots.computeIfAbsent(name, Slot::new);
  }

  /** The names of the services that are there. */
  synchronized List<String> names() {
    return slots.values().stream()
        .filter(slot -> !slot.services.isEmpty())
        .map(slot -> slot.name)
        .toList();
  }

  /**
   * Waits until something is so, which is looked at again when a sink has come, a batch was stored
   * or the sinks were stopped, and now and then.
   *
   * @return whether it was so before the deadline and the end
   */
  synchronized boolean await(BooleanSupplier condition, Duration deadline)
      throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!stopped && !condition.getAsBoolean()) {
      long left = Math.min(end - System.nanoTime(), pauses.idle().toNanos());
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

  /** There is another batch in the spool, or a cursor has changed hands. */
  public synchronized void wake() {
    notifyAll();
    for (Slot slot : slots.values()) {
      if (slot.runner != null) {
        slot.runner.wake();
      }
    }
  }

  /**
   * Makes every running sink write and flush all batches up to this number, all at the same time.
   *
   * @return whether all did within the deadline
   */
  public boolean flush(long target, Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<Boolean>> flushes = new ArrayList<>();
    synchronized (this) {
      for (Slot slot : slots.values()) {
        if (slot.runner != null) {
          flushes.add(slot.runner.flush(target));
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

  /** Flushes and closes all sinks, all at the same time; none is started any more. */
  public void stop() {
    List<SinkRunner> leaving;
    synchronized (this) {
      stopped = true;
      notifyAll();
      leaving =
          slots.values().stream()
              .flatMap(slot -> Stream.of(slot.runner, slot.candidate))
              .filter(runner -> runner != null)
              .toList();
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

  /** How each sink that is there, or has a cursor, stands; ordered by name. */
  public List<SinkStatistics> statistics(List<SpoolStatistics.Cursor> cursors) {
    Map<String, SinkFigures> all = new TreeMap<>();
    cursors.forEach(cursor -> all.put(cursor.name(), SinkFigures.of(cursor)));
    synchronized (this) {
      slots.forEach(
          (name, slot) -> all.merge(name, SinkFigures.of(slot), SinkFigures::withServiceOf));
    }
    // outside of the lock: the sinks are asked for their own figures
    return all.values().stream()
        .filter(SinkFigures::isListed)
        .map(SinkFigures::statistics)
        .toList();
  }
}
