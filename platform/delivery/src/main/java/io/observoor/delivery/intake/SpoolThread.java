package io.observoor.delivery.intake;

import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.sinks.DeliveryTimeouts;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread that stores batches: takes windows from the queue, adds the snapshots, and stores
 * them in order. While the disk fails it holds the windows and retries with a growing pause, until
 * the queue is full.
 */
public final class SpoolThread {
  private static final Logger LOG = LoggerFactory.getLogger("spool");

  private final IntakeQueue queue;
  private final SnapshotCollector snapshots;
  private final Spool spool;
  private final DeliveryTimeouts timeouts;
  private final Runnable onStored;
  private final Thread thread;
  private final AtomicLong storedBatches = new AtomicLong();
  private final AtomicLong storedRows = new AtomicLong();
  private volatile String failure = "";

  // below: used by the spool thread only
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean begun;
  private long maintainAt;
  private int failuresInARow;
  private long failingSince;
  private long retryAt;

  /** A window as it was offered, and with its snapshots. */
  private record Waiting(WindowRows offered, WindowRows rows) {}

  /**
   * Creates a thread that is not started yet.
   *
   * @param onStored called after each stored batch, and after maintenance
   */
  public SpoolThread(
      IntakeQueue queue,
      SnapshotCollector snapshots,
      Spool spool,
      DeliveryTimeouts timeouts,
      Runnable onStored) {
    this.queue = queue;
    this.snapshots = snapshots;
    this.spool = spool;
    this.timeouts = timeouts;
    this.onStored = onStored;
    thread = Thread.ofPlatform().name("spool").daemon().unstarted(this::run);
  }

  /** Starts the thread, which opens the spool now or as soon as that is possible. */
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

  /** The reason why nothing can be stored now; empty while the spool works. */
  public String failure() {
    return failure;
  }

  /**
   * Ends the thread: it stores the windows that are left, if the disk permits, and closes the
   * spool.
   *
   * @return whether it ended before the deadline
   */
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
        LOG.error("the spool thread continues after an error", e);
      }
    }
    finish();
  }

  private boolean step() {
    if (!begun) {
      begun = true;
      work(); // opens the spool before the first window is finished
    }
    long now = System.nanoTime();
    boolean failing = failuresInARow > 0;
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
      // not expected; the flag is dropped because it would close the spool's file
      return null;
    }
  }

  private void hold(WindowRows window) {
    WindowRows complete = window;
    try {
      complete = snapshots.collect(window);
    } catch (RuntimeException e) {
      LOG.warn("stores a window without its snapshots after an error", e);
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
        maintainAt = System.nanoTime() + (more ? 0 : timeouts.persist().toNanos());
        onStored.run();
      }
      recovered();
    } catch (SpoolException e) {
      failed(e);
      retryAt = System.nanoTime() + timeouts.retry().apply(failuresInARow).toNanos();
    }
  }

  private void failed(SpoolException e) {
    failuresInARow++;
    failure = e.getMessage();
    if (failuresInARow == 1) {
      failingSince = System.nanoTime();
      LOG.error(
          "{}; the agent keeps trying, and {} windows wait in memory until then",
          e.getMessage(),
          queue.depth().windows());
    } else {
      LOG.debug("still: {}", e.getMessage());
    }
  }

  private void recovered() {
    if (failuresInARow > 0) {
      LOG.info(
          "the spool works again after {} s; {} windows waited for it",
          Duration.ofNanos(System.nanoTime() - failingSince).toSeconds(),
          waiting.size());
      failuresInARow = 0;
      failure = "";
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
          "cannot store a window of {} rows, which are lost: {}",
          head.rows().rowCount(),
          e.toString(),
          e);
    }
    recovered();
    waiting.remove();
    queue.finished(head.offered());
    onStored.run();
  }

  private void finish() {
    if (!waiting.isEmpty()) {
      work();
    }
    if (!waiting.isEmpty()) {
      LOG.error(
          "could not store {} windows before the agent ended: their rows are lost", waiting.size());
    }
    try {
      spool.close();
    } catch (SpoolException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
