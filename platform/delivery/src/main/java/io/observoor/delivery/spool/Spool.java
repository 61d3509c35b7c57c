package io.observoor.delivery.spool;

import io.observoor.api.batch.Batch;
import io.observoor.api.batch.WindowRows;
import io.observoor.delivery.SinkControl.Handover;
import io.observoor.delivery.codec.BatchCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps numbered batches on disk until every cursor has passed them, or the retention limit is
 * reached.
 *
 * <p>One thread, the spool thread, calls {@link #open}, {@link #store}, {@link #maintain} and
 * {@link #close}. Any thread may call the other methods; but one that may be interrupted must not
 * {@link #read}, {@link #handOver} or {@link #remove}, because an interrupt closes the file.
 *
 * <p>An acknowledgement is on disk with the next stored batch or the next {@link #maintain}. Losing
 * one in a crash is harmless, because its sink recognises a batch that is sent again; a sync for
 * each would cost as much as storing a batch.
 *
 * <p>A failure of the disk closes the file, and the next call of the spool thread opens it again.
 */
public final class Spool implements AutoCloseable {
  /** Limits how long one commit holds the file when a sink catches up at once. */
  private static final int RELEASED_AT_ONCE = 1_000;

  private final Path directory;
  private final long maximumBytes;
  private final BatchCodec codec = new BatchCodec();
  private final SpoolIndex index = new SpoolIndex();
  private final SpoolOpener opener;
  private final RetentionLimitLog limitLog;
  private final LastSequence lastSequence;
  private final RunMarker runMarker;
  private final BatchReader reader;
  private SpoolFile file;

  /**
   * Creates a spool that is not open yet.
   *
   * @param directory the directory of its file
   * @param maximumBytes the retention limit, in bytes of batches
   * @param sinks the configured sinks, for which batches are kept from the start
   * @param disk {@link Disk#REAL}
   */
  public Spool(Path directory, long maximumBytes, List<String> sinks, Disk disk) {
    this.directory = directory;
    Path path = directory.toAbsolutePath().resolve("spool.mv");
    this.maximumBytes = maximumBytes;
    limitLog = new RetentionLimitLog(maximumBytes);
    lastSequence = new LastSequence(path.resolveSibling("spool.last"));
    runMarker = new RunMarker(path.resolveSibling("spool.running"));
    reader = new BatchReader(path, index);
    opener = new SpoolOpener(path, List.copyOf(sinks), disk, index, lastSequence, reader);
  }

  /**
   * Opens the file, creates it if it does not exist, and puts a damaged one aside. Has no effect
   * while it is open.
   *
   * @throws SpoolException when it cannot be opened now
   */
  public synchronized void open() throws SpoolException {
    if (file == null) {
      try {
        file = opener.open();
        runMarker.begin();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw failed("open the spool", e);
      }
    }
  }

  /**
   * Stores a window's rows as the next batch; they are on disk when this returns.
   *
   * @return the batch's sequence
   * @throws SpoolException when they cannot be stored now; the same rows may be tried again
   * @throws RuntimeException when they can never be stored
   */
  public long store(WindowRows rows) throws SpoolException {
    open();
    long sequence = index.next();
    Map<String, Long> reports = index.lossesToReport();
    Batch batch = new Batch(index.installation(), sequence, LossRows.add(rows, reports));
    byte[] bytes = codec.encode(batch);
    int rowCount = Math.toIntExact(batch.rows().rowCount());
    synchronized (this) {
      requireOpen("store batches");
      try {
        int released = index.release(RELEASED_AT_ONCE);
        int removed = Math.max(released, index.excess(bytes.length, maximumBytes));
        file.put(sequence, bytes, rowCount);
        commit(removed, reports);
        lastSequence.write(index.installation(), sequence);
        runMarker.stored(rows.context().window().endMillis());
        index.stored(bytes.length, rowCount);
        return sequence;
      } catch (IOException | RuntimeException | AssertionError e) {
        throw failed("store batches", e);
      }
    }
  }

  /**
   * Commits all changes, and removes the oldest batches, which gives them up for some sinks.
   *
   * @param reports rows that the newest batch reports as given up, by sink
   */
  private void commit(int removed, Map<String, Long> reports) {
    long first = index.first();
    SpoolIndex.Removal removal = index.beginRemoval(removed, reports);
    try {
      index.takeCursorsChanged();
      file.write(first, removed, index.acknowledged(), index.losses());
    } catch (RuntimeException | AssertionError e) {
      index.undo(removal);
      throw e;
    }
    index.finish(removal);
    limitLog.committed(first, removed, removal.sinks(), index.bytes());
  }

  /**
   * Opens the file again after a failure, writes acknowledgements, releases batches, and compacts
   * the file.
   *
   * @return whether more batches can be released: call again soon
   * @throws SpoolException when the file cannot be written now
   */
  public synchronized boolean maintain() throws SpoolException {
    open();
    try {
      int released = index.release(RELEASED_AT_ONCE);
      if (index.takeCursorsChanged() || released > 0) {
        commit(released, Map.of());
      }
      file.compact(index.bytes());
      return index.releasable() > 0;
    } catch (RuntimeException | AssertionError e) {
      throw failed("store acknowledgements", e);
    }
  }

  private void requireOpen(String operation) throws SpoolException {
    if (file == null) {
      throw new SpoolException(
          "cannot "
              + operation
              + " in "
              + directory
              + ": the spool is closed after a failure; the agent opens it again by itself");
    }
  }

  private SpoolException failed(String operation, Throwable e) {
    StoreFailure failure = StoreFailure.of(e);
    if (file != null) {
      opener.failed(failure);
      file.abandon();
      file = null;
    }
    return failure.asException(operation, directory, e);
  }

  /** The name of the installation; empty before the first {@link #open}. */
  public String installation() {
    return index.installation();
  }

  /** The oldest stored batch after this one; 0 when there is none yet. */
  public long following(long sequence) {
    return index.following(sequence);
  }

  /**
   * Reads a batch.
   *
   * @param installation the installation to which the sequence belongs
   * @return empty when it was given up, belongs to another installation, or is damaged
   * @throws SpoolException when the file cannot be read now
   */
  public Optional<Batch> read(String installation, long sequence) throws SpoolException {
    byte[] bytes;
    synchronized (this) {
      if (sequence < index.first() || !installation.equals(index.installation())) {
        return Optional.empty();
      }
      requireOpen("read batch " + sequence);
      try {
        bytes = file.get(sequence);
      } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
        return reader.failed(sequence, e);
      }
    }
    return reader.decode(sequence, bytes);
  }

  /** The cursor of a sink, whether or not batches are kept for it. */
  public Cursor cursor(String sink) {
    return index.cursor(sink);
  }

  /** A hand-over whose new sink gets no cursor before {@link #endPendingHandover}. */
  public Optional<PendingHandover> pendingHandover() {
    return index.pendingHandover();
  }

  /** Lets the new sink of a {@link PendingHandover} begin, with the cursor that it has by now. */
  public void endPendingHandover() {
    index.endPendingHandover();
  }

  /**
   * Hands a cursor over to another sink, which keeps its own if it has one; on disk when this
   * returns, all or nothing. Neither sink may be delivering.
   *
   * @throws SpoolException when it cannot be written; both cursors are unchanged
   * @throws IllegalArgumentException when {@code from} has no cursor
   */
  public synchronized Handover handOver(Cursor from, Cursor to) throws SpoolException {
    boolean flushed = from.hasAcknowledgedAllSent();
    changeCursors("hand over the cursor of " + from.name(), () -> index.handOver(from, to));
    return new Handover(to.acknowledged(), flushed);
  }

  /**
   * Removes a cursor, on disk when this returns, and releases the batches that were kept for it
   * alone.
   *
   * @return number of batches that the sink had not acknowledged
   * @throws SpoolException when it cannot be written; the cursor is unchanged
   */
  public synchronized long remove(Cursor cursor) throws SpoolException {
    long pending = cursor.pending();
    changeCursors("remove the cursor of " + cursor.name(), () -> index.removeCursor(cursor));
    return pending;
  }

  private void changeCursors(String operation, Supplier<Runnable> change) throws SpoolException {
    requireOpen(operation);
    Runnable undo = change.get();
    try {
      commit(0, Map.of());
    } catch (RuntimeException | AssertionError e) {
      undo.run();
      throw failed(operation, e);
    }
  }

  /** Returns the state at this moment; does not wait for the disk. */
  public SpoolStatistics statistics() {
    return index.statistics(reader.unreadable());
  }

  /** Writes the acknowledgements and closes the file. */
  @Override
  public synchronized void close() throws SpoolException {
    try {
      lastSequence.close();
      if (file != null) {
        commit(0, Map.of());
        file.close();
        file = null;
        runMarker.end();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      throw failed("close the spool", e);
    }
  }
}
