package io.observoor.delivery.component;

import io.observoor.api.batch.BatchIntake;
import io.observoor.api.batch.WindowRows;
import io.observoor.api.probe.Probe;
import io.observoor.api.probe.ProcessListener;
import io.observoor.api.probe.TrackedProcess;
import io.observoor.api.sink.Sink;
import io.observoor.delivery.Delivery;
import io.observoor.delivery.DeliveryStatistics;
import io.observoor.delivery.SinkControl;
import io.observoor.delivery.SinkControlException;
import io.observoor.delivery.intake.IntakeQueue;
import io.observoor.delivery.intake.SnapshotCollector;
import io.observoor.delivery.intake.SpoolThread;
import io.observoor.delivery.sinks.DeliveryTimeouts;
import io.observoor.delivery.sinks.SinkController;
import io.observoor.delivery.sinks.SinkRegistry;
import io.observoor.delivery.sinks.StartupHandover;
import io.observoor.delivery.spool.Disk;
import io.observoor.delivery.spool.Spool;
import io.observoor.delivery.spool.SpoolStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Delivery: the intake queue, the spool with its thread, and the sinks with theirs. Sinks and
 * probes are services that are registered at any time. Thread-safe.
 */
@Component(
    service = {BatchIntake.class, Delivery.class, SinkControl.class, ProcessListener.class},
    immediate = true,
    configurationPid = "io.observoor.delivery",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DurableDelivery
    implements BatchIntake, Delivery, SinkControl, ProcessListener, AutoCloseable {

  /** Ten minutes of windows of one second. */
  private static final int MAXIMUM_WINDOWS = 600;

  /** About 10 MB of memory. */
  private static final long MAXIMUM_ROWS = 50_000;

  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  private static final Duration HANDOVER_DEADLINE = Duration.ofSeconds(30);

  private final Spool spool;
  private final IntakeQueue queue;
  private final SnapshotCollector snapshots = new SnapshotCollector();
  private final SinkRegistry sinks;
  private final SinkController control;
  private final SpoolThread spoolThread;

  /** The configuration under the PID {@code io.observoor.delivery}. */
  public @interface DeliveryConfiguration {
    /** The directory of the spool. */
    String directory();

    /** The retention limit: the number of bytes of batches that the spool keeps at most. */
    long maximumBytes() default 1L << 30;

    /** The sinks for which batches are kept before their bundles have started. */
    String[] sinks() default {};
  }

  /** Called by Declarative Services. */
  @Activate
  public DurableDelivery(DeliveryConfiguration configuration) {
    this(
        new Spool(
            Path.of(configuration.directory()),
            configuration.maximumBytes(),
            List.of(configuration.sinks()),
            Disk.REAL),
        new IntakeQueue(MAXIMUM_WINDOWS, MAXIMUM_ROWS),
        DeliveryTimeouts.DEFAULT);
  }

  /** Combines these parts, and starts the threads. */
  public DurableDelivery(Spool spool, IntakeQueue queue, DeliveryTimeouts timeouts) {
    this.spool = spool;
    this.queue = queue;
    sinks = new SinkRegistry(spool, timeouts);
    control = new SinkController(sinks, spool, timeouts);
    spoolThread = new SpoolThread(queue, snapshots, spool, timeouts, sinks::wake);
    spoolThread.start();
    new StartupHandover(sinks, control, spool, HANDOVER_DEADLINE).start();
  }

  /** Registers a sink, which becomes active unless its property {@code enabled} is false. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addSink(Sink sink, Map<String, Object> properties) {
    sinks.add(sink, !"false".equalsIgnoreCase(String.valueOf(properties.get("enabled"))));
  }

  /** Unregisters a sink; returns when its thread has left it, so that its bundle can stop. */
  void removeSink(Sink sink) {
    sinks.remove(sink);
  }

  /** Adds a probe's snapshots to the following windows. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addProbe(Probe probe) {
    snapshots.add(probe);
  }

  void removeProbe(Probe probe) {
    snapshots.remove(probe);
  }

  @Override
  public void processTracked(TrackedProcess process) {
    snapshots.processTracked(process);
  }

  @Override
  public void processEnded(int pid) {
    snapshots.processEnded(pid);
  }

  @Override
  public boolean offer(WindowRows rows) {
    return queue.offer(rows);
  }

  @Override
  public boolean flush(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    try {
      // batches of an earlier run are known only when the spool is open
      boolean stored = queue.awaitFinished(deadline.toNanos()) && !spool.installation().isEmpty();
      long target = spool.statistics().lastSequence();
      return sinks.flush(target, Duration.ofNanos(Math.max(0, end - System.nanoTime()))) && stored;
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
        sinks.statistics(stored.cursors()));
  }

  /** Stores the offered windows, flushes and closes the sinks, and closes the spool. */
  @Deactivate
  @Override
  public void close() {
    queue.close();
    control.close();
    try {
      queue.awaitFinished(CLOSE_DEADLINE.toNanos());
      sinks.stop();
      spoolThread.stop(CLOSE_DEADLINE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
