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
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The numbered batches on disk, kept until every cursor has passed them or the bound in bytes is
 * reached.
 *
 * <p>One thread, the spool thread, calls {@link #open}, {@link #store}, {@link #maintain} and
 * {@link #close}. Any thread may call the others. A thread that may be interrupted must not {@link
 * #read}, {@link #handOver} or {@link #forget}: an interrupt closes the file under it.
 *
 * <p>An acknowledgement is on disk with the next stored batch or the next {@link #maintain}. Losing
 * one in a crash is harmless, because its sink recognises a batch that comes again; a sync for each
 * would cost as much as storing a batch.
 *
 * <p>A failure of the disk closes the file, and the next call of the spool thread opens it again.
 */
public final class Spool implements AutoCloseable {
  /** So that a sink that catches up at once does not hold the file for long. */
  private static final int RELEASED_AT_ONCE = 1_000;

  private final Path directory;
  private final long maximumBytes;
  private final BatchCodec codec = new BatchCodec();
  private final Ledger ledger = new Ledger();
  private final SpoolOpener opener;
  private final BoundEpisode bound;
  private final LastSequence lastSequence;
  private final RunNote run;
  private final Unreadable unreadable;
  private SpoolFile file;
  private Compaction compaction = new Compaction();

  /**
   * A spool that is not open yet.
   *
   * @param directory where its file is
   * @param maximumBytes how many bytes of batches are kept at most
   * @param sinks the sinks for which batches are kept from the start
   * @param disk {@link Disk#REAL}
   */
  public Spool(Path directory, long maximumBytes, List<String> sinks, Disk disk) {
    this.directory = directory;
    Path path = directory.toAbsolutePath().resolve("spool.mv");
    this.maximumBytes = maximumBytes;
    bound = new BoundEpisode(maximumBytes);
    lastSequence = new LastSequence(path.resolveSibling("spool.last"));
    run = new RunNote(path.resolveSibling("spool.running"));
    unreadable = new Unreadable(path, ledger);
    opener = new SpoolOpener(path, List.copyOf(sinks), disk, ledger, lastSequence, unreadable);
  }

  /**
   * Opens the file, makes a new one when there is none, and puts a damaged one aside. Does nothing
   * when it is open.
   *
   * @throws SpoolException when that cannot be done now
   */
  public synchronized void open() throws SpoolException {
    if (file == null) {
      try {
        file = opener.open();
        compaction = new Compaction();
        run.begin();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw failed("open the spool", e);
      }
    }
  }

  /**
   * Numbers a window's rows, and stores them; they are on disk when this returns.
   *
   * @return the number
   * @throws SpoolException when they could not be stored now: the same rows may be tried again
   * @throws RuntimeException when they never can be
   */
  public long store(WindowRows rows) throws SpoolException {
    open();
    long sequence = ledger.next();
    Map<String, Long> lost = ledger.dueLosses();
    Batch batch = new Batch(ledger.installation(), sequence, LossRows.add(rows, lost));
    byte[] bytes = codec.encode(batch);
    int rowCount = Math.toIntExact(batch.rows().rowCount());
    synchronized (this) {
      requireOpen("store batches");
      try {
        int released = ledger.release(RELEASED_AT_ONCE);
        int gone = Math.max(released, ledger.excess(bytes.length, maximumBytes));
        file.put(sequence, bytes, rowCount);
        write(gone, lost);
        lastSequence.write(ledger.installation(), sequence);
        run.stored(rows.context().window().endMillis());
        ledger.stored(bytes.length, rowCount);
        return sequence;
      } catch (IOException | RuntimeException | AssertionError e) {
        throw failed("store batches", e);
      }
    }
  }

  /**
   * Writes what has changed, and removes the oldest batches with what that costs the sinks.
   *
   * @param lost how many rows the newest batch tells of, by sink
   */
  private void write(int gone, Map<String, Long> lost) {
    long first = ledger.first();
    Removal removal = ledger.begin(gone, lost);
    try {
      ledger.takeMoved();
      file.write(first, gone, ledger.cursors(), ledger.losses());
    } catch (RuntimeException | AssertionError e) {
      ledger.undo(removal);
      throw e;
    }
    ledger.finish(removal);
    bound.written(first, gone, removal.losers(), ledger.bytes());
  }

  /**
   * Opens the file again after a failure, writes acknowledgements, removes what every sink has,
   * keeps the file small.
   *
   * @return whether there is more to remove: the call should be repeated soon
   * @throws SpoolException when that cannot be done now
   */
  public synchronized boolean maintain() throws SpoolException {
    open();
    try {
      int released = ledger.release(RELEASED_AT_ONCE);
      if (ledger.takeMoved() || released > 0) {
        write(released, Map.of());
      }
      compaction.run(file, ledger.bytes());
      return ledger.releasable() > 0;
    } catch (RuntimeException | AssertionError e) {
      throw failed("store acknowledgements", e);
    }
  }

  private void requireOpen(String what) throws SpoolException {
    if (file == null) {
      throw new SpoolException(
          "cannot " + what + " in " + directory + ": the spool is closed after a failure");
    }
  }

  private SpoolException failed(String what, Throwable e) {
    Fault fault = Fault.of(e);
    if (file != null) {
      opener.failed(fault);
      file.abandon();
      file = null;
    }
    return fault.asException(what, directory, e);
  }

  /** The name of the installation; empty before the first {@link #open}. */
  public String installation() {
    return ledger.installation();
  }

  /** The number of the oldest batch after this one; 0 when there is none yet. */
  public long following(long sequence) {
    return ledger.following(sequence);
  }

  /**
   * Reads a batch.
   *
   * @param installation the one in which it has this number
   * @return nothing when it was given up, is of another installation, or is damaged and must be
   *     skipped
   * @throws SpoolException when the file cannot be read now
   */
  public Optional<Batch> read(String installation, long sequence) throws SpoolException {
    byte[] bytes;
    synchronized (this) {
      if (sequence < ledger.first() || !installation.equals(ledger.installation())) {
        return Optional.empty();
      }
      requireOpen("read batch " + sequence);
      try {
        bytes = file.get(sequence);
      } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
        return unreadable.failed(sequence, e);
      }
    }
    return unreadable.decode(sequence, bytes);
  }

  /** Makes sure that batches are kept for this sink; a new one gets all that are kept now. */
  public void register(String sink) {
    ledger.register(sink);
  }

  /** Who waits for whose place, and does not begin before {@link #renounce}. */
  public Optional<Succession> succession() {
    return ledger.succession();
  }

  /** Nobody waits for a place any more. */
  public void renounce() {
    ledger.renounce();
  }

  /** The number of the last batch that the sink has acknowledged. */
  public long acknowledged(String sink) {
    return ledger.acknowledged(sink);
  }

  /** Moves a sink's cursor forward to this batch, unless it is one of another installation. */
  public void acknowledge(String sink, String installation, long sequence) {
    ledger.acknowledge(sink, installation, sequence);
  }

  /** This batch is about to be given to the sink: part of it may be in its place from now on. */
  public void give(String sink, String installation, long sequence) {
    ledger.give(sink, installation, sequence);
  }

  /** The sink has been closed: what it was given and has not acknowledged, it holds no more. */
  public void letGo(String sink) {
    ledger.letGo(sink);
  }

  /** Stored batches that this sink has not acknowledged; nothing if none are kept for it. */
  public OptionalLong pending(String sink) {
    return ledger.pending(sink);
  }

  /**
   * Gives one sink's cursor to another, which goes on from its own if it has one; on disk when this
   * returns, all or nothing. Nobody may move either meanwhile.
   *
   * @throws SpoolException when it could not be written: both cursors are as before
   * @throws IllegalArgumentException when the first has no cursor
   */
  public synchronized Handover handOver(String from, String to) throws SpoolException {
    boolean flushed = ledger.hasAllBack(from);
    changeCursors("hand over the cursor of " + from, () -> ledger.handOver(from, to));
    return new Handover(ledger.acknowledged(to), flushed);
  }

  /**
   * Forgets a sink's cursor, on disk when this returns. What was kept for it alone goes with it.
   *
   * @return how many batches it had not acknowledged
   * @throws SpoolException when it could not be written: the cursor is as before
   */
  public synchronized long forget(String sink) throws SpoolException {
    long pending = ledger.pending(sink).orElse(0);
    changeCursors("forget the cursor of " + sink, () -> ledger.forget(sink));
    return pending;
  }

  private void changeCursors(String what, Supplier<Runnable> change) throws SpoolException {
    requireOpen(what);
    Runnable undo = change.get();
    try {
      write(0, Map.of());
    } catch (RuntimeException | AssertionError e) {
      undo.run();
      throw failed(what, e);
    }
  }

  /** How the spool stands; does not wait for the disk. */
  public SpoolStatistics statistics() {
    return ledger.statistics(unreadable.count());
  }

  /** Writes the acknowledgements and closes the file. */
  @Override
  public synchronized void close() throws SpoolException {
    try {
      lastSequence.close();
      if (file != null) {
        write(0, Map.of());
        file.close();
        file = null;
        run.end();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      throw failed("close the spool", e);
    }
  }
}
