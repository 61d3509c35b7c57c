package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops, swaps and removes sinks, one operation after the other, on a thread that is never
 * interrupted, because an interrupt closes the spool's file. Thread-safe.
 */
public final class SinkController implements SinkControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("sinks");

  /** The thread ends after this many seconds without an operation. */
  private static final long IDLE_SECONDS = 5;

  private final SinkRegistry sinks;
  private final Spool spool;
  private final DeliveryTimeouts timeouts;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("sink-control").daemon().factory());

  /** Creates a controller of these sinks, whose cursors are in this spool. */
  public SinkController(SinkRegistry sinks, Spool spool, DeliveryTimeouts timeouts) {
    this.sinks = sinks;
    this.spool = spool;
    this.timeouts = timeouts;
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs an operation on the thread, and waits for its end. */
  <T> T run(Callable<T> operation) throws SinkControlException {
    try {
      return executor.submit(operation).get();
    } catch (RejectedExecutionException e) {
      throw new SinkControlException("delivery has stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkControlException("interrupted while waiting; the operation continues", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case SinkControlException known -> known;
        case SpoolException disk -> new SinkControlException(disk.getMessage(), disk);
        default -> new SinkControlException(e.getCause().toString(), e.getCause());
      };
    }
  }

  @Override
  public void start(String sink, Duration deadline) throws SinkControlException {
    run(
        () -> {
          SinkEntry entry = registered(sink);
          SinkActivation activation = SinkActivation.open(sinks, entry, spool, timeouts, deadline);
          try {
            synchronized (sinks) {
              activation.requireRegistered();
              entry.cursor.register();
              activation.admit();
            }
          } catch (SinkControlException e) {
            activation.discard();
            throw e;
          }
          LOG.info("sink {} was started after batch {}", sink, entry.cursor.acknowledged());
          return null;
        });
  }

  @Override
  public boolean stop(String sink, Duration deadline) throws SinkControlException {
    return run(() -> stopNow(known(sink), deadline));
  }

  private boolean stopNow(SinkEntry entry, Duration deadline)
      throws SinkControlException, InterruptedException {
    SinkRunner runner;
    synchronized (sinks) {
      runner = entry.runner;
      if (runner == null
          && (!entry.services.isEmpty() || entry.request == SinkEntry.Request.STOP)) {
        throw new SinkControlException("sink " + entry.name() + " is not active");
      }
      entry.request = SinkEntry.Request.STOP;
    }
    long target = spool.statistics().lastSequence();
    if (runner != null) {
      long end = System.nanoTime() + deadline.toNanos();
      // leaves time for the final flush of a sink that is far behind
      Duration half = deadline.dividedBy(2);
      Duration last = half.compareTo(timeouts.stop()) < 0 ? half : timeouts.stop();
      await(runner.flush(target), deadline.minus(last));
      sinks.stop(entry, runner, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    boolean all = entry.cursor.acknowledged() >= target;
    LOG.info(
        "sink {} was stopped; {} batches that it has not acknowledged are kept until it is started"
            + " or removed",
        entry.name(),
        entry.cursor.pending());
    return all;
  }

  /** Waits for a flush; the cursor shows whether it succeeded. */
  private static void await(CompletableFuture<Boolean> flush, Duration deadline)
      throws InterruptedException {
    try {
      flush.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("the flush did not complete: {}", e.toString());
    }
  }

  @Override
  public Handover swap(String from, String to, Duration deadline) throws SinkControlException {
    return run(() -> swapNow(from, to, deadline));
  }

  private Handover swapNow(String from, String to, Duration deadline)
      throws SinkControlException, InterruptedException {
    if (from.equals(to)) {
      throw new SinkControlException("sink " + from + " cannot be swapped with itself");
    }
    SinkEntry old = known(from);
    if (!old.cursor.exists()) {
      throw new SinkControlException(
          "sink " + from + " has no cursor to hand over: it is idle, and nothing is kept for it");
    }
    SinkEntry next = registered(to);
    SinkActivation activation = SinkActivation.open(sinks, next, spool, timeouts, deadline);
    LOG.debug("sink {} is open and waits for the cursor of {}", to, from);
    try {
      sinks.lock(old, deadline);
      LOG.debug("sink {} is closed after batch {}", from, old.cursor.acknowledged());
      Handover handover = handOver(old, next, activation);
      LOG.info(
          "sink {} took over the cursor of {} after batch {}{}",
          to,
          from,
          handover.acknowledged(),
          unflushedNote(handover));
      return handover;
    } catch (SpoolException | SinkControlException | RuntimeException e) {
      activation.discard();
      throw new SinkControlException(
          "sink " + to + " did not take over the cursor of " + from + ": " + e.getMessage(), e);
    } finally {
      sinks.unlock(old);
    }
  }

  private Handover handOver(SinkEntry old, SinkEntry next, SinkActivation activation)
      throws SinkControlException, SpoolException {
    synchronized (sinks) {
      activation.requireRegistered();
      next.locked = true;
    }
    try {
      Handover handover = spool.handOver(old.cursor, next.cursor);
      synchronized (sinks) {
        old.request = SinkEntry.Request.STOP;
        next.locked = false;
        activation.admit();
      }
      return handover;
    } finally {
      sinks.unlock(next);
    }
  }

  /** The part of a hand-over's log message that says what the old sink did not acknowledge. */
  static String unflushedNote(Handover handover) {
    return handover.flushed()
        ? ""
        : "; batches that the old sink was sent and did not acknowledge are delivered again, so"
            + " part of them may be in both";
  }

  @Override
  public long remove(String sink) throws SinkControlException {
    return run(() -> removeNow(known(sink)));
  }

  private long removeNow(SinkEntry entry) throws SinkControlException, SpoolException {
    synchronized (sinks) {
      if (entry.runner != null) {
        throw new SinkControlException("sink " + entry.name() + " is active; stop it first");
      }
      if (!entry.cursor.exists()) {
        throw new SinkControlException(
            "sink " + entry.name() + " has no cursor: nothing is kept for it");
      }
      entry.locked = true;
    }
    try {
      long missed = spool.remove(entry.cursor);
      LOG.info("sink {} was removed; it had not acknowledged {} batches", entry.name(), missed);
      return missed;
    } finally {
      sinks.unlock(entry);
    }
  }

  private SinkEntry registered(String sink) throws SinkControlException {
    SinkEntry entry = known(sink);
    if (!sinks.names().contains(sink)) {
      throw new SinkControlException("sink " + sink + " is not registered; start its bundle");
    }
    return entry;
  }

  /** The entry of a sink that is registered or has a cursor. */
  private SinkEntry known(String sink) throws SinkControlException {
    List<String> names = sinks.names();
    if (!names.contains(sink) && !spool.cursor(sink).exists()) {
      throw new SinkControlException(
          "there is no sink "
              + sink
              + (names.isEmpty()
                  ? ", nor any other; start a sink's bundle"
                  : "; the sinks are " + String.join(", ", names)));
    }
    return sinks.entry(sink);
  }

  /** Accepts no more operations; finishes those that it has. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
