package io.observoor.delivery.intake;

import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.sinks.Pauses;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the spool: takes windows from the queue, adds the snapshots, stores
 * them in order. When the disk fails it keeps them, and tries again later and later; the queue's
 * bound says how long that goes well.
 */
public final class SpoolThread {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolThread.class);

  private final IntakeQueue queue;
  private final SnapshotCollector snapshots;
  private final Spool spool;
  private final Pauses pauses;
  private final Runnable onStored;
  private final StoreEpisode episode = new StoreEpisode();
  private final Thread thread;
  private final AtomicLong storedBatches = new AtomicLong();
  private final AtomicLong storedRows = new AtomicLong();

  // the spool thread alone uses these
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long retryAt;
  private boolean begun;
  private boolean failing;
  private long maintainAt;

  /** A window as it came, and as it is to be stored. */
  private record Waiting(WindowRows offered, WindowRows rows) {}

  /**
   * A thread that is not started yet.
   *
   * @param onStored called after each batch
   */
  public SpoolThread(
      IntakeQueue queue,
      SnapshotCollector snapshots,
      Spool spool,
      Pauses pauses,
      Runnable onStored) {
    this.queue = queue;
    this.snapshots = snapshots;
    this.spool = spool;
    this.pauses = pauses;
    this.onStored = onStored;
    thread = Thread.ofPlatform().name("spool").daemon().unstarted(this::run);
  }

  /** Starts it. */
  public void start() {
    thread.start();
  }

  /** Batches stored since the start. */
  public long storedBatches() {
    return storedBatches.get();
  }

  /** Rows in them. */
  public long storedRows() {
    return storedRows.get();
  }

  /** Why nothing can be stored now; empty when all is well. */
  public String failure() {
    return episode.failure();
  }

  /** Ends it: it stores what is left in the queue, if the disk takes it, and closes the spool. */
  public boolean stop(Duration deadline) throws InterruptedException {
    queue.end();
    return thread.join(deadline);
  }

  private void run() {
    retryAt = System.nanoTime();
    maintainAt = retryAt;
    boolean more = true;
    while (more) {
      try {
        more = step();
      } catch (Throwable e) {
        // whatever it is, delivery goes on
        LOG.error("the spool thread goes on after an error", e);
      }
    }
    finish();
  }

  private boolean step() {
    if (!begun) {
      begun = true;
      work(); // whoever waits for a window that has no rows finds the spool open
    }
    long now = System.nanoTime();
    long until = failing ? retryAt : maintainAt;
    WindowRows window = take(Math.max(0, until - now));
    while (window != null) {
      hold(window);
      window = take(0);
    }
    if (!failing || System.nanoTime() - retryAt >= 0) {
      work();
    }
    return !queue.isEnded();
  }

  private WindowRows take(long nanos) {
    try {
      return queue.take(nanos);
    } catch (InterruptedException e) {
      // nobody has a reason to; the flag would close the spool's file
      return null;
    }
  }

  private void hold(WindowRows window) {
    WindowRows complete = window;
    try {
      complete = snapshots.collect(window);
    } catch (RuntimeException e) {
      LOG.warn("a window goes without its snapshots", e);
    }
    if (complete.tables().isEmpty()) {
      queue.finished(window);
    } else {
      waiting.add(new Waiting(window, complete));
    }
  }

  private void work() {
    try {
      spool.open();
      while (!waiting.isEmpty()) {
        store(waiting.peek());
      }
      if (System.nanoTime() - maintainAt >= 0) {
        boolean more = spool.maintain();
        maintainAt = System.nanoTime() + (more ? 0 : pauses.persist().toNanos());
        onStored.run();
      }
      failing = false;
      episode.worked(waiting.size());
    } catch (SpoolException e) {
      failing = true;
      retryAt =
          System.nanoTime()
              + pauses.retry().apply(episode.failed(e, queue.depth().windows())).toNanos();
    }
  }

  private void store(Waiting head) throws SpoolException {
    try {
      long sequence = spool.store(head.rows());
      LOG.debug(
          "stored batch {} window {} rows {}",
          sequence,
          head.rows().context().window().startMillis(),
          head.rows().rowCount());
      storedBatches.incrementAndGet();
      storedRows.addAndGet(head.rows().rowCount());
    } catch (RuntimeException e) {
      LOG.error(
          "a window of {} rows cannot be stored and is lost: {}",
          head.rows().rowCount(),
          e.toString(),
          e);
    }
    episode.worked(waiting.size());
    waiting.remove();
    queue.finished(head.offered());
    onStored.run();
  }

  private void finish() {
    if (!waiting.isEmpty()) {
      work();
    }
    if (!waiting.isEmpty()) {
      LOG.error("{} windows could not be stored before the end and are lost", waiting.size());
    }
    try {
      spool.close();
    } catch (SpoolException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
