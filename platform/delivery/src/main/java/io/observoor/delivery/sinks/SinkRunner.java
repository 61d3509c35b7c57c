package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.spool.Cursor;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one sink: opens it, sends it the batches after its cursor in order, and moves the
 * cursor to what it acknowledges. After a failure it closes the sink, waits, and opens it again.
 * The runner of a candidate opens its sink without a cursor and waits for {@link #admit}; a failure
 * before that ends it.
 */
final class SinkRunner {
  private static final Logger LOG = LoggerFactory.getLogger("sinks");

  /** The time that a sink has to react to the interrupt at its deadline. */
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(1);

  private final Sink sink;
  private final Cursor cursor;
  private final SinkPosition position;
  private final DeliveryTimeouts timeouts;
  private final SinkCalls calls = new SinkCalls();
  private final Queue<Flush> flushes = new ConcurrentLinkedQueue<>();
  private final FailureLog failures;
  private final Thread thread;

  /** Has a permit when something has changed since the runner last waited. */
  private final Semaphore wakeups = new Semaphore(0);

  private volatile SinkState state = SinkState.OPENING;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private volatile boolean admitted;
  private volatile boolean stopping;
  private volatile boolean abandoned;

  /** A request to make the batches up to {@code target} durable. */
  private record Flush(long target, CompletableFuture<Boolean> done) {}

  /**
   * Creates a runner whose thread is not started.
   *
   * @param admitted whether the sink is active; false for a candidate
   */
  SinkRunner(Sink sink, Cursor cursor, Spool spool, DeliveryTimeouts timeouts, boolean admitted) {
    this.sink = sink;
    this.cursor = cursor;
    position = new SinkPosition(cursor, spool);
    this.timeouts = timeouts;
    this.admitted = admitted;
    failures = new FailureLog(cursor.name());
    thread = Thread.ofPlatform().name("sink-" + cursor.name()).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Sink sink() {
    return sink;
  }

  SinkState state() {
    return state;
  }

  FailureLog failures() {
    return failures;
  }

  /** Completes when the sink is open for the first time; fails when it never will be. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /** Lets a candidate deliver from its cursor, which exists now. */
  void admit() {
    admitted = true;
    wake();
  }

  /** Whether the thread may still be inside the sink, which nothing else may call then. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Makes the runner look for work. */
  void wake() {
    wakeups.release();
  }

  /** Makes all batches up to this one durable; completes with false if that fails. */
  CompletableFuture<Boolean> flush(long target) {
    Flush flush = new Flush(target, new CompletableFuture<>());
    flushes.add(flush);
    wake();
    if (state == SinkState.STOPPED) {
      refuseFlushes();
    }
    return flush.done();
  }

  private void refuseFlushes() {
    for (Flush flush = flushes.poll(); flush != null; flush = flushes.poll()) {
      flush.done().complete(false);
    }
  }

  /**
   * Flushes and closes the sink, and ends the thread. A sink that exceeds the deadline is
   * interrupted; if that does not end its call, the thread is abandoned inside the sink.
   */
  void stop(Duration deadline) {
    stopping = true;
    wake();
    if (!joined(deadline)) {
      calls.cancel();
      if (!joined(INTERRUPTED_GRACE)) {
        abandoned = true;
        cursor.sinkClosed();
        LOG.warn(
            "sink {} did not stop within {} ms: its thread is abandoned, and batches that it has not"
                + " acknowledged are delivered again; update its bundle or restart the agent",
            cursor.name(),
            deadline.toMillis());
      }
    }
  }

  private boolean joined(Duration deadline) {
    try {
      return thread.join(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      while (!stopping) {
        Throwable failure = runSession();
        if (failure != null && !admitted) {
          opened.completeExceptionally(failure);
          return;
        }
        if (failure != null && !stopping) {
          int inARow = failures.failed(failure, cursor.pending());
          state = SinkState.WAITING_TO_RETRY;
          refuseFlushes();
          pause(timeouts.retry().apply(inARow));
        } else if (failure != null) {
          LOG.warn(
              "sink {} failed while it was stopped: {}; what it has not acknowledged stays stored",
              cursor.name(),
              FailureLog.message(failure));
        }
      }
    } finally {
      state = SinkState.STOPPED;
      refuseFlushes();
      opened.completeExceptionally(new SinkException("it was stopped before it was opened"));
    }
  }

  /** Runs from opening the sink to closing it; returns the failure, or null at a regular end. */
  private Throwable runSession() {
    // read before the cursor: a candidate admitted while it opens must read its cursor again
    boolean candidate = !admitted;
    if (!awaitCursor()) {
      return null;
    }
    try {
      calls.make(
          () -> {
            sink.open(position.context());
            return 0;
          });
      opened.complete(null);
      if (candidate && !awaitAdmission()) {
        return null;
      }
      state = SinkState.DELIVERING;
      deliver();
      if (stopping) {
        acknowledge(calls.make(sink::flush));
      }
      return null;
    } catch (Throwable e) {
      return e;
    } finally {
      close();
    }
  }

  /** Blocks until the spool is open and the cursor is free; false when stopped before. */
  private boolean awaitCursor() {
    state = SinkState.OPENING;
    while (!position.load()) {
      if (stopping) {
        return false;
      }
      awaitWakeup(timeouts.idle().toNanos());
    }
    return true;
  }

  /** Blocks until the candidate gets a cursor; false when stopped before. */
  private boolean awaitAdmission() {
    while (!admitted && !stopping) {
      awaitWakeup(timeouts.idle().toNanos());
    }
    position.load();
    return admitted;
  }

  /** Delivers until the runner is stopped, or the spool begins another installation. */
  private void deliver() throws SinkException, InterruptedException {
    while (!stopping && position.isValid()) {
      long next = position.next();
      Flush flush = flushes.peek();
      if (flush != null && (next == 0 || next > flush.target())) {
        acknowledge(calls.make(sink::flush));
        flushes.remove(flush);
        flush.done().complete(position.acknowledged() >= flush.target());
      } else if (next > 0) {
        write(next);
      } else if (!awaitWakeup(timeouts.idle().toNanos())) {
        acknowledge(calls.make(sink::idle));
      }
    }
  }

  private void write(long next) throws SinkException, InterruptedException {
    Optional<Batch> batch;
    try {
      batch = position.read(next);
    } catch (SpoolException e) {
      // the spool thread logs the failure and opens the file again
      LOG.debug("sink {} waits for the spool: {}", cursor.name(), e.getMessage());
      awaitWakeup(timeouts.idle().toNanos());
      return;
    }
    acknowledge(
        batch.isPresent() ? calls.make(() -> sink.write(batch.get())) : position.acknowledged());
  }

  private void acknowledge(long durable) throws SinkException {
    boolean progress = !abandoned && position.acknowledge(durable);
    if (progress || cursor.pending() == 0) {
      failures.recovered(cursor.pending());
    }
  }

  private void close() {
    try {
      calls.makeAnyway(sink::close);
    } catch (Throwable e) {
      LOG.warn("sink {} failed to close: {}", cursor.name(), FailureLog.message(e));
    }
    if (!abandoned) {
      cursor.sinkClosed();
    }
  }

  /** Waits before a retry; a requested flush ends the wait, because it is worth an attempt. */
  private void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (end - System.nanoTime() > 0 && !stopping && flushes.isEmpty()) {
      awaitWakeup(end - System.nanoTime());
    }
  }

  /** Waits for the next {@link #wake}, one since the last wait included; false at the deadline. */
  private boolean awaitWakeup(long nanos) {
    try {
      boolean woken = wakeups.tryAcquire(nanos, TimeUnit.NANOSECONDS);
      wakeups.drainPermits();
      return woken;
    } catch (InterruptedException e) {
      // meant for a call into the sink that has returned by now
      return false;
    }
  }
}
