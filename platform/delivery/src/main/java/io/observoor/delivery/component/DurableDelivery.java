package io.observoor.delivery.component;

import io.observoor.api.batch.BatchIntake;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.sink.Sink;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.intake.IntakeQueue;
import io.observoor.delivery.intake.SnapshotCollector;
import io.observoor.delivery.intake.SpoolThread;
import io.observoor.delivery.sinks.Inheritance;
import io.observoor.delivery.sinks.Pauses;
import io.observoor.delivery.sinks.SinkController;
import io.observoor.delivery.sinks.SinkRunners;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Delivery without OSGi around it: the queue, the spool with its thread, and the sinks with theirs.
 * Thread-safe.
 */
public final class DurableDelivery implements BatchIntake, Delivery, SinkControl, AutoCloseable {

  /** Ten minutes of windows of a second. */
  private static final int MAXIMUM_WINDOWS = 600;

  /** Some 10 MB of memory. */
  private static final long MAXIMUM_ROWS = 50_000;

  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  /** For a sink that another follows: to come, and to take what it may have been given. */
  private static final Duration INHERITANCE_DEADLINE = Duration.ofSeconds(30);

  private final Spool spool;
  private final IntakeQueue queue;
  private final SnapshotCollector snapshots = new SnapshotCollector();
  private final SinkRunners runners;
  private final SinkController control;
  private final Inheritance inheritance;
  private final SpoolThread spoolThread;

  /**
   * Delivery with the agent's own times and bounds.
   *
   * @param directory where the spool is
   * @param maximumBytes how many bytes of batches it keeps at most
   * @param sinks the sinks for which batches are kept before they have come
   */
  public DurableDelivery(Path directory, long maximumBytes, List<String> sinks) {
    this(
        new Spool(directory, maximumBytes, sinks, Disk.REAL),
        new IntakeQueue(MAXIMUM_WINDOWS, MAXIMUM_ROWS),
        Pauses.DEFAULT);
  }

  /** Delivery of these parts. */
  public DurableDelivery(Spool spool, IntakeQueue queue, Pauses pauses) {
    this.spool = spool;
    this.queue = queue;
    runners = new SinkRunners(spool, pauses);
    control = new SinkController(runners, spool, pauses);
    inheritance = new Inheritance(runners, control, spool, INHERITANCE_DEADLINE);
    spoolThread = new SpoolThread(queue, snapshots, spool, pauses, runners::wake);
  }

  /** Starts the spool's thread, which opens the spool, now or as soon as that is possible. */
  public void start() {
    spoolThread.start();
    inheritance.start();
  }

  /**
   * A sink has come.
   *
   * @param enabled whether it runs unless something else was asked for
   */
  public void add(Sink sink, boolean enabled) {
    runners.add(sink, enabled);
  }

  /** Flushes and closes a sink; batches are kept for its name. */
  public void remove(Sink sink) {
    runners.remove(sink);
  }

  /** Reads this probe's snapshots from now on. */
  public void add(Probe probe) {
    snapshots.add(probe);
  }

  /** Reads this probe's snapshots no more. */
  public void remove(Probe probe) {
    snapshots.remove(probe);
  }

  /** Where the tracked processes of the snapshots are told. */
  public ProcessListener processes() {
    return snapshots;
  }

  @Override
  public boolean offer(WindowRows rows) {
    return queue.offer(rows);
  }

  @Override
  public boolean flush(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    try {
      // what an earlier run has stored is known when the spool is open
      boolean stored = queue.awaitFinished(deadline.toNanos()) && !spool.installation().isEmpty();
      long target = spool.statistics().lastSequence();
      return runners.flush(target, Duration.ofNanos(Math.max(0, end - System.nanoTime())))
          && stored;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void start(String sink, Duration deadline) throws SinkControlException {
    control.start(sink, deadline);
  }

  @Override
  public boolean stop(String sink, Duration deadline) throws SinkControlException {
    return control.stop(sink, deadline);
  }

  @Override
  public Handover swap(String from, String to, Duration deadline) throws SinkControlException {
    return control.swap(from, to, deadline);
  }

  @Override
  public long remove(String sink) throws SinkControlException {
    return control.remove(sink);
  }

  @Override
  public DeliveryStatistics statistics() {
    SpoolStatistics stored = spool.statistics();
    IntakeQueue.Depth depth = queue.depth();
    return new DeliveryStatistics(
        stored.installation(),
        stored.lastSequence(),
        spoolThread.storedBatches(),
        spoolThread.storedRows(),
        stored.batches(),
        stored.bytes(),
        depth.windows(),
        depth.rows(),
        depth.refusedWindows(),
        depth.refusedRows(),
        stored.givenUpBatches(),
        stored.unreadableBatches(),
        spoolThread.failure(),
        runners.statistics(stored.cursors()));
  }

  /** Stores what was offered, flushes and closes the sinks, closes the spool. */
  @Override
  public void close() {
    queue.close();
    control.close();
    try {
      queue.awaitFinished(CLOSE_DEADLINE.toNanos());
      runners.stop();
      spoolThread.stop(CLOSE_DEADLINE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
