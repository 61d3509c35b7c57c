package io.observoor.delivery.sinks;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one sink: opens it, gives it the batches after its cursor in order, moves the
 * cursor to what it acknowledges, and after any failure closes it, waits and begins again. It ends
 * only when it is stopped.
 */
final class SinkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);

  /** How long a sink that ignored its deadline may take to notice the interrupt. */
  private static final Duration INTERRUPTED_GRACE = Duration.ofSeconds(1);

  private final Sink sink;
  private final String name;
  private final Spool spool;
  private final Pauses pauses;
  private final Signal signal = new Signal();
  private final SinkCalls calls = new SinkCalls();
  private final Queue<FlushRequest> flushes = new ConcurrentLinkedQueue<>();
  private final FailureEpisode episode;
  private final Thread thread;
  private volatile SinkState state = SinkState.OPENING;
  private volatile String lastError = "";
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean stopping;
  private volatile boolean abandoned;

  // the sink's thread alone uses these
  private String installation = "";
  private long position;
  private long delivered;
  private long acknowledged;

  /** Someone waits until the batches up to this number are durable. */
  private record FlushRequest(long target, CompletableFuture<Boolean> done) {}

  SinkRunner(Sink sink, String name, Spool spool, Pauses pauses) {
    this.sink = sink;
    this.name = name;
    this.spool = spool;
    this.pauses = pauses;
    episode = new FailureEpisode(name);
    thread = Thread.ofPlatform().name("sink-" + name).daemon().unstarted(this::run);
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

  /** There may be another batch. */
  void wake() {
    signal.raise();
  }

  /** Makes all batches up to this number durable; a failure on the way is an answer, too. */
  CompletableFuture<Boolean> flush(long target) {
    FlushRequest request = new FlushRequest(target, new CompletableFuture<>());
    flushes.add(request);
    signal.raise();
    if (state == SinkState.STOPPED) {
      refuseFlushes();
    }
    return request.done();
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
        LOG.warn(
            "sink {} did not stop within {} ms: it is left alone; what it has not acknowledged comes again",
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
        if (failure != null && !stopping) {
          failures.incrementAndGet();
          lastError = FailureEpisode.message(failure);
          state = SinkState.WAITING_TO_RETRY;
          int inARow = episode.failed(failure, pending());
          refuseFlushes();
          pause(pauses.retry().apply(inARow));
        } else if (failure != null) {
          LOG.warn(
              "sink {} failed while it was stopped: {}", name, FailureEpisode.message(failure));
        }
      }
    } finally {
      state = SinkState.STOPPED;
      refuseFlushes();
    }
  }

  /** From opening the sink to closing it; returns what ended it, or null when it was to end. */
  private Throwable session() {
    boolean opened = false;
    try {
      if (!begin()) {
        return null;
      }
      opened = true;
      calls.make(
          () -> {
            sink.open(new SinkContext(installation, acknowledged));
            return 0;
          });
      state = SinkState.DELIVERING;
      deliver();
      if (stopping) {
        acknowledge(calls.make(sink::flush));
      }
      return null;
    } catch (Throwable e) {
      return e;
    } finally {
      if (opened) {
        close();
      }
    }
  }

  /**
   * Waits until the spool is open, and takes up the cursor; false when the runner is stopped
   * before.
   */
  private boolean begin() {
    state = SinkState.OPENING;
    long seen = signal.raised();
    installation = spool.installation();
    while (installation.isEmpty()) {
      if (stopping) {
        return false;
      }
      signal.await(seen, pauses.idle().toNanos());
      seen = signal.raised();
      installation = spool.installation();
    }
    acknowledged = spool.acknowledged(name);
    delivered = acknowledged;
    position = acknowledged;
    return true;
  }

  /** Delivers until the runner is stopped, or the spool begins another installation. */
  private void deliver() throws SinkException, InterruptedException {
    while (!stopping && installation.equals(spool.installation())) {
      long seen = signal.raised();
      long next = spool.following(position);
      FlushRequest flush = flushes.peek();
      if (flush != null && (next == 0 || next > flush.target())) {
        acknowledge(calls.make(sink::flush));
        flushes.remove(flush);
        flush.done().complete(acknowledged >= flush.target());
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
      batch = spool.read(installation, next);
    } catch (SpoolException e) {
      // the spool's own thread reports it and opens the file again
      LOG.debug("sink {} waits for the spool: {}", name, e.getMessage());
      signal.await(seen, pauses.idle().toNanos());
      return;
    }
    if (batch.isPresent()) {
      delivered = next;
      position = next;
      acknowledge(calls.make(() -> sink.write(batch.get())));
    } else {
      position = next;
      acknowledge(acknowledged);
    }
  }

  private void acknowledge(long durable) throws SinkException {
    if (durable > delivered) {
      throw new SinkException(
          "it acknowledged batch " + durable + " but was given only those up to " + delivered);
    }
    // damaged batches after the last one that it was given are behind it, too
    long upTo = durable == delivered ? position : durable;
    boolean progress = upTo > acknowledged;
    if (progress && !abandoned) {
      acknowledged = upTo;
      spool.acknowledge(name, installation, upTo);
    }
    if (progress || pending() == 0) {
      episode.worked(pending());
    }
  }

  private long pending() {
    return Math.max(0, spool.statistics().lastSequence() - acknowledged);
  }

  private void close() {
    try {
      calls.makeAnyway(sink::close);
    } catch (Throwable e) {
      LOG.warn("sink {} failed to close: {}", name, FailureEpisode.message(e));
    }
  }

  private void refuseFlushes() {
    for (FlushRequest flush = flushes.poll(); flush != null; flush = flushes.poll()) {
      flush.done().complete(false);
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
