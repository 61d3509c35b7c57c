package io.observoor.sinks.http;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Table;
import io.observoor.api.sink.SinkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows in memory, between the sink's thread, which adds batches, and the workers, which take
 * parcels of rows. Lives from the sink's opening to its first failure or its closing. Thread-safe.
 */
final class Outbox {
  private final Settings settings;
  private final Ledger ledger;
  private final Counters counters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by the lock
  private final Deque<Parcel> queue = new ArrayDeque<>();
  private final List<Parcel> aside = new ArrayList<>();
  private int asideRows;
  private long asideSince;
  private Answer.Refused lastRefusal;
  private Parcel open;
  private long openSince;
  private int waiting;
  private int busy;
  private String failure;
  private boolean closed;

  Outbox(Settings settings, Ledger ledger, Counters counters) {
    this.settings = settings;
    this.ledger = ledger;
    this.counters = counters;
  }

  /**
   * Adds the rows of a batch that are not settled; waits while too many rows wait.
   *
   * @throws SinkException when a request failed
   */
  void add(Batch batch) throws SinkException, InterruptedException {
    lock.lockInterruptibly();
    try {
      BitSet settled = ledger.begin(batch.sequence(), Math.toIntExact(batch.rows().rowCount()));
      int rowOfBatch = 0;
      for (Table table : batch.rows().tables()) {
        for (int row = 0; row < table.rows(); row++, rowOfBatch++) {
          if (settled.get(rowOfBatch)) {
            // a parcel has no gaps
            seal();
          } else {
            append(batch.sequence(), rowOfBatch, table, row);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void append(long sequence, int rowOfBatch, Table table, int row)
      throws SinkException, InterruptedException {
    while (waiting >= settings.queueRows()) {
      throwFailure();
      changed.await();
    }
    if (open == null) {
      open = new Parcel(ledger.installation(), settings.requestRows());
      openSince = System.nanoTime();
      changed.signalAll();
    }
    open.add(sequence, rowOfBatch, table, row);
    waiting(1);
    if (open.rows() == settings.requestRows()) {
      seal();
    }
  }

  private void seal() {
    if (open != null) {
      queue.addLast(open);
      open = null;
      changed.signalAll();
    }
  }

  private void waiting(int more) {
    waiting += more;
    counters.waiting(closed ? 0 : waiting + asideRows);
  }

  /**
   * The number of the last batch whose rows are settled.
   *
   * @throws SinkException when a request failed
   */
  long acknowledged() throws SinkException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!aside.isEmpty() && System.nanoTime() - asideSince > settings.timeout().toNanos()) {
        refusesEverything();
      }
      throwFailure();
      return ledger.acknowledged();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all rows are settled; returns the number of the last batch.
   *
   * @throws SinkException when a request failed
   */
  long drain() throws SinkException, InterruptedException {
    lock.lockInterruptibly();
    try {
      seal();
      while (!queue.isEmpty() || busy > 0) {
        throwFailure();
        changed.await();
      }
      if (!aside.isEmpty()) {
        refusesEverything();
      }
      throwFailure();
      return ledger.acknowledged();
    } finally {
      lock.unlock();
    }
  }

  /** Once the other requests have ended, so that what they settle is known. */
  private void throwFailure() throws SinkException, InterruptedException {
    if (failure != null) {
      while (busy > 0) {
        changed.await();
      }
      throw new SinkException(
          "cannot post to "
              + settings.target()
              + ": "
              + failure
              + " (the rows stay in the spool and come again)");
    }
  }

  private void refusesEverything() {
    fail(
        "HTTP "
            + lastRefusal.status()
            + " '"
            + lastRefusal.text()
            + "' to every row: check the address, the headers and the compression");
  }

  /** A parcel to post, for as long as it takes for one to be there; null when there is no more. */
  Parcel take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (failure == null && !closed) {
        if (!queue.isEmpty()) {
          busy++;
          return queue.pollFirst();
        }
        if (open == null) {
          changed.await();
        } else {
          long left = settings.requestAge().toNanos() - (System.nanoTime() - openSince);
          if (left <= 0) {
            seal();
          } else {
            changed.await(left, TimeUnit.NANOSECONDS);
          }
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A worker has done what it can with a parcel that it took. */
  void done(Parcel parcel) {
    lock.lock();
    try {
      busy--;
      waiting(-parcel.rows());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The server took these rows: parcels that it refused wholly hold bad rows then. */
  void accepted(Parcel.Part part) {
    lock.lock();
    try {
      part.forEachBatch(ledger::settle);
      for (Parcel parcel : aside) {
        parcel.setAgain();
        queue.addFirst(parcel);
      }
      aside.clear();
      int again = asideRows;
      asideRows = 0;
      waiting(again);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** These rows are in quarantine. */
  void quarantined(Parcel.Part part) {
    lock.lock();
    try {
      part.forEachBatch(ledger::settle);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The server refused all of a parcel: because of its rows, or because it refuses everything.
   * Which of them is known when it has taken other rows.
   */
  void putAside(Parcel parcel, Answer.Refused refusal) {
    lock.lock();
    try {
      if (aside.isEmpty()) {
        asideSince = System.nanoTime();
      }
      lastRefusal = refusal;
      aside.add(parcel);
      asideRows += parcel.rows();
      if (asideRows > settings.queueRows()) {
        refusesEverything();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A request failed: no more are made, and the sink's thread is told. */
  void fail(String reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether rows are not posted any more. */
  boolean isOver() {
    lock.lock();
    try {
      return failure != null || closed;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the workers end. */
  void close() {
    lock.lock();
    try {
      closed = true;
      counters.waiting(0);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
