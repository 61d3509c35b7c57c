package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one sink: opens it, gives it the batches after its cursor in order, moves the
 * cursor to what it acknowledges, and after any failure closes it, waits and begins again. It ends
 * only when it is stopped.
 *
 * <p>One on trial only opens its sink, without a cursor, and then waits to be admitted; a failure
 * ends it.
 */
final class SinkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);

  /** How long a sink that ignored its deadline may take to notice the interrupt. */
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(1);

  private final Sink sink;
  private final String name;
  private final Place place;
  private final Pauses pauses;
  private final Signal signal = new Signal();
  private final SinkCalls calls = new SinkCalls();
  private final FlushRequests flushes = new FlushRequests();
  private final FailureEpisode episode;
  private final Thread thread;
  private volatile SinkState state = SinkState.OPENING;
  private volatile String lastError = "";
  private final AtomicLong failures = new AtomicLong();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private volatile boolean admitted;
  private volatile boolean stopping;
  private volatile boolean abandoned;

  private SinkRunner(Sink sink, String name, Spool spool, Pauses pauses, boolean admitted) {
    this.sink = sink;
    this.name = name;
    place = new Place(name, spool);
    this.pauses = pauses;
    this.admitted = admitted;
    episode = new FailureEpisode(name);
    thread = Thread.ofPlatform().name("sink-" + name).daemon().unstarted(this::run);
  }

  /** For a sink that has a cursor. */
  static SinkRunner delivering(Sink sink, String name, Spool spool, Pauses pauses) {
    return new SinkRunner(sink, name, spool, pauses, true);
  }

  /** For a sink that must show first that it can be opened. */
  static SinkRunner onTrial(Sink sink, String name, Spool spool, Pauses pauses) {
    return new SinkRunner(sink, name, spool, pauses, false);
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

  String lastError() {
    return lastError;
  }

  long failures() {
    return failures.get();
  }

  /** When the sink has been opened for the first time; fails when it was not and never will be. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  /** The sink that was opened on trial has a cursor now: it delivers from there. */
  void admit() {
    admitted = true;
    signal.raise();
  }

  /** Whether its thread is still inside the sink: nobody else may call it then. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** There may be another batch. */
  void wake() {
    signal.raise();
  }

  /** Makes all batches up to this number durable; a failure on the way is an answer, too. */
  CompletableFuture<Boolean> flush(long target) {
    CompletableFuture<Boolean> done = flushes.add(target);
    signal.raise();
    if (state == SinkState.STOPPED) {
      flushes.refuseAll();
    }
    return done;
  }

  /**
   * Flushes and closes the sink, and ends its thread; a sink that takes too long is interrupted,
   * and then left alone.
   */
  void stop(Duration deadline) {
    stopping = true;
    signal.raise();
    if (!joined(deadline)) {
      calls.cancel();
      if (!joined(INTERRUPTED_GRACE)) {
        abandoned = true;
        place.leave();
        LOG.warn(
            "sink {} did not stop within {} ms: it is left alone; what it has not acknowledged"
                + " comes again",
            name,
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
        Throwable failure = session();
        if (failure != null && !admitted) {
          opened.completeExceptionally(failure);
          return;
        }
        if (failure != null && !stopping) {
          failures.incrementAndGet();
          lastError = FailureEpisode.message(failure);
          state = SinkState.WAITING_TO_RETRY;
          int inARow = episode.failed(failure, place.pending());
          flushes.refuseAll();
          pause(pauses.retry().apply(inARow));
        } else if (failure != null) {
          LOG.warn(
              "sink {} failed while it was stopped: {}", name, FailureEpisode.message(failure));
        }
      }
    } finally {
      state = SinkState.STOPPED;
      flushes.refuseAll();
      opened.completeExceptionally(new SinkException("it was stopped before it was opened"));
    }
  }

  /** From opening the sink to closing it; returns what ended it, or null when it was to end. */
  private Throwable session() {
    boolean begun = false;
    // asked before the cursor is: one that is admitted while it is opened has another one then
    boolean onTrial = !admitted;
    try {
      if (!begin()) {
        return null;
      }
      begun = true;
      calls.make(
          () -> {
            sink.open(place.context());
            return 0;
          });
      opened.complete(null);
      if (onTrial && !awaitAdmission()) {
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
      if (begun) {
        close();
      }
    }
  }

  /**
   * Waits until the spool is open and there is a cursor to take up; false when the runner is
   * stopped before.
   */
  private boolean begin() {
    state = SinkState.OPENING;
    long seen = signal.raised();
    while (!place.take()) {
      if (stopping) {
        return false;
      }
      signal.await(seen, pauses.idle().toNanos());
      seen = signal.raised();
    }
    return true;
  }

  /** Waits until the sink has a cursor; false when the runner is stopped before. */
  private boolean awaitAdmission() {
    long seen = signal.raised();
    while (!admitted && !stopping) {
      signal.await(seen, pauses.idle().toNanos());
      seen = signal.raised();
    }
    place.take();
    return admitted;
  }

  /** Delivers until the runner is stopped, or the spool begins another installation. */
  private void deliver() throws SinkException, InterruptedException {
    while (!stopping && place.isValid()) {
      long seen = signal.raised();
      long next = place.next();
      FlushRequests.Request flush = flushes.oldest();
      if (flush != null && (next == 0 || next > flush.target())) {
        acknowledge(calls.make(sink::flush));
        flushes.answer(flush, place.acknowledged() >= flush.target());
      } else if (next > 0) {
        write(next, seen);
      } else if (!signal.await(seen, pauses.idle().toNanos())) {
        acknowledge(calls.make(sink::idle));
      }
    }
  }

  private void write(long next, long seen) throws SinkException, InterruptedException {
    Optional<Batch> batch;
    try {
      batch = place.pass(next);
    } catch (SpoolException e) {
      // the spool's own thread reports it and opens the file again
      LOG.debug("sink {} waits for the spool: {}", name, e.getMessage());
      signal.await(seen, pauses.idle().toNanos());
      return;
    }
    acknowledge(
        batch.isPresent() ? calls.make(() -> sink.write(batch.get())) : place.acknowledged());
  }

  private void acknowledge(long durable) throws SinkException {
    boolean progress = !abandoned && place.acknowledge(durable);
    if (progress || place.pending() == 0) {
      episode.worked(place.pending());
    }
  }

  private void close() {
    try {
      calls.makeAnyway(sink::close);
    } catch (Throwable e) {
      LOG.warn("sink {} failed to close: {}", name, FailureEpisode.message(e));
    }
    if (!abandoned) {
      place.leave();
    }
  }

  /** Waits; a flush that is asked for meanwhile ends the wait, because it is worth an attempt. */
  private void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    long seen = signal.raised();
    while (left > 0 && !stopping && flushes.isEmpty()) {
      signal.await(seen, left);
      seen = signal.raised();
      left = end - System.nanoTime();
    }
  }
}
