package io.observoor.sinks.parquet;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches as Parquet files. A batch is acknowledged when its files are closed, synced and in
 * their places: after {@code rollSeconds} or {@code rollBytes}, when an hour is over, and when it
 * is told to flush.
 */
@Component(
    service = Sink.class,
    configurationPid = ParquetSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ParquetSinkConfiguration.class)
public final class ParquetSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger(ParquetSink.class);

  private final Settings settings;
  private final String version;
  private final FileOperations operations;
  private final LongSupplier nanoClock;

  private String installation = "";
  private ZstdCompressor compressor;
  private Roll roll;
  private long rollBegan;
  private long rollHour;
  private long last;
  private long durable;

  /** The component; a changed configuration makes a new one. */
  @Activate
  public ParquetSink(BundleContext bundle, ParquetSinkConfiguration configuration) {
    this(
        Settings.of(configuration),
        bundle.getBundle().getVersion().toString(),
        new LocalFileOperations(),
        System::nanoTime);
  }

  /** With a file system and a clock of the caller's. */
  ParquetSink(
      Settings settings, String version, FileOperations operations, LongSupplier nanoClock) {
    this.settings = settings;
    this.version = version;
    this.operations = operations;
    this.nanoClock = nanoClock;
  }

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public void open(SinkContext context) throws SinkException {
    installation = context.installation();
    last = context.acknowledged();
    durable = context.acknowledged();
    if (!FileName.isInstallation(installation)) {
      throw new SinkException(
          "cannot name files after the installation '"
              + installation
              + "': it must be letters, digits, '.', '_' and '-', 100 at most (name it anew in the spool)");
    }
    Incoming incoming = new Incoming(settings.directory(), installation, operations);
    try {
      int deleted = incoming.prepare();
      if (deleted > 0) {
        LOG.info("deleted {} unfinished files of an earlier run, their rows come again", deleted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while opening " + settings.directory(), e);
    }
    compressor = new ZstdCompressor(settings.compressionLevel());
    roll = new Roll(settings.directory(), installation, incoming, compressor, operations);
  }

  @Override
  public long write(Batch batch) throws SinkException, InterruptedException {
    if (batch.sequence() <= last) {
      return durable;
    }
    if (!batch.installation().equals(installation)) {
      throw new SinkException(
          "batch "
              + batch.sequence()
              + " comes from installation "
              + batch.installation()
              + " but the sink was opened for "
              + installation);
    }
    long hour = Partition.hourOf(batch.rows().context().window().startMillis());
    if (!roll.isEmpty() && (hour != rollHour || roll.hasOtherColumns(batch))) {
      publish();
    }
    boolean first = roll.isEmpty();
    roll.add(batch);
    last = batch.sequence();
    if (first) {
      rollBegan = nanoClock.getAsLong();
      rollHour = hour;
    }
    return publishIfDue();
  }

  @Override
  public long idle() throws SinkException, InterruptedException {
    return publishIfDue();
  }

  private long publishIfDue() throws SinkException, InterruptedException {
    if (roll.isEmpty()) {
      durable = last;
    } else if (nanoClock.getAsLong() - rollBegan >= settings.rollTime().toNanos()
        || roll.bytes() >= settings.rollBytes()) {
      publish();
    }
    return durable;
  }

  @Override
  public long flush() throws SinkException, InterruptedException {
    publish();
    return durable;
  }

  private void publish() throws SinkException, InterruptedException {
    roll.publish(version);
    durable = last;
  }

  @Override
  public void close() {
    if (roll != null) {
      roll.abandon();
      roll = null;
    }
    if (compressor != null) {
      compressor.close();
      compressor = null;
    }
  }
}
