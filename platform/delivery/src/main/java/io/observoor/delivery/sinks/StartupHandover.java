package io.observoor.delivery.sinks;

import io.observoor.delivery.SinkControl.Handover;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.SinkState;
import io.observoor.delivery.spool.PendingHandover;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the {@link PendingHandover} of a start: the sink that was active when the agent ended
 * is not configured now, after a swap in the shell or with a changed file. A kill loses
 * acknowledgements, so that sink first gets again what it may have been sent; then its cursor goes
 * to the configured sink. Runs on a thread of its own, which ends with the hand-over.
 */
public final class StartupHandover {
  private static final Logger LOG = LoggerFactory.getLogger("sinks");

  private static final Duration FOREVER = Duration.ofDays(365);

  private final SinkRegistry sinks;
  private final SinkController control;
  private final Spool spool;
  private final Duration deadline;

  /**
   * Prepares the hand-over.
   *
   * @param deadline how long the old sink may take to be registered, and then to catch up
   */
  public StartupHandover(
      SinkRegistry sinks, SinkController control, Spool spool, Duration deadline) {
    this.sinks = sinks;
    this.control = control;
    this.spool = spool;
    this.deadline = deadline;
  }

  /** Starts the thread. */
  public void start() {
    Thread.ofPlatform().name("sink-handover").daemon().start(this::run);
  }

  private void run() {
    try {
      if (sinks.await(() -> !spool.installation().isEmpty(), FOREVER)
          && spool.pendingHandover().isPresent()) {
        carryOut(spool.pendingHandover().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(PendingHandover handover) throws InterruptedException {
    SinkEntry from = sinks.entry(handover.from());
    boolean registered = sinks.await(() -> !from.services.isEmpty(), deadline);
    if (sinks.isStopped()) {
      return;
    }
    if (!registered) {
      LOG.warn(
          "sink {} has a cursor at batch {}, but its bundle has not started: sink {} begins with"
              + " the oldest stored batch, and batches are kept for {} until its bundle starts or"
              + " it is removed (observoor:sink-remove)",
          from.name(),
          from.cursor.acknowledged(),
          handover.to(),
          from.name());
      drop();
    } else if (isWanted(from)) {
      // not configured, but enabled by its own service: it keeps its cursor
      drop();
    } else {
      retry(handover, from);
    }
  }

  private boolean isWanted(SinkEntry entry) {
    synchronized (sinks) {
      return entry.request == SinkEntry.Request.START
          || (!entry.services.isEmpty() && entry.services.getFirst().enabled());
    }
  }

  private void drop() {
    spool.endPendingHandover();
    sinks.wake();
  }

  private void retry(PendingHandover handover, SinkEntry from) throws InterruptedException {
    while (spool.pendingHandover().isPresent() && !sinks.isStopped()) {
      try {
        control.run(() -> handOver(handover, from));
      } catch (SinkControlException e) {
        // the spool thread logs the failure of the disk and opens the file again
        LOG.debug("sink {} waits for its cursor: {}", handover.to(), e.getMessage());
        sinks.await(() -> false, deadline.dividedBy(10));
      }
      if (!from.cursor.exists()) {
        // removed or handed over by a user in the meantime
        drop();
      }
    }
  }

  private Handover handOver(PendingHandover pending, SinkEntry from)
      throws InterruptedException, SpoolException {
    if (from.cursor.acknowledged() < pending.last()) {
      catchUp(from, pending.last());
    }
    sinks.lock(from, deadline);
    try {
      Handover handover = spool.handOver(from.cursor, spool.cursor(pending.to()));
      // not before it is on disk: after a kill in between, the old sink must get all again
      spool.endPendingHandover();
      LOG.info(
          "sink {} took over, at the start, the cursor of {} after batch {}{}",
          pending.to(),
          from.name(),
          handover.acknowledged(),
          SinkController.unflushedNote(handover));
      return handover;
    } finally {
      sinks.unlock(from);
      sinks.wake();
    }
  }

  /** Activates the old sink until it has acknowledged this batch, or the deadline has passed. */
  private void catchUp(SinkEntry entry, long last) throws InterruptedException {
    LOG.info("sink {} gets again what it may have been sent when the agent ended", entry.name());
    synchronized (sinks) {
      entry.request = SinkEntry.Request.START;
      sinks.startIfWanted(entry);
    }
    var flush = new AtomicReference<Future<Boolean>>(CompletableFuture.completedFuture(false));
    sinks.await(() -> hasAcknowledged(entry, last, flush), deadline);
    synchronized (sinks) {
      entry.request = SinkEntry.Request.NONE;
    }
  }

  private static boolean hasAcknowledged(
      SinkEntry entry, long last, AtomicReference<Future<Boolean>> flush) {
    // a request to one that has failed would end its pause
    boolean delivers = entry.runner != null && entry.runner.state() == SinkState.DELIVERING;
    if (delivers && flush.get().isDone()) {
      flush.set(entry.runner.flush(last));
    }
    return entry.cursor.acknowledged() >= last;
  }
}
