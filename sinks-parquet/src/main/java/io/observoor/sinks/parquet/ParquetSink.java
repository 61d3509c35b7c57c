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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches as Parquet files. Acknowledges a batch once its files are synced and published:
 * after {@code rollSeconds} or {@code rollBytes}, at the end of an hour, and on flush.
 */
@Component(
    service = Sink.class,
    configurationPid = ParquetSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ParquetSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.parquet");

  private final Settings settings;
  private final String version;
  private final FileOperations operations;
  private final LongSupplier nanoClock;

  private String installation = "";
  private ZstdCompressor compressor;
  private OpenFiles files;
  private long rollStart;
  private long rollHour;
  private long last;
  private long durable;

  /** Activates the component; a changed configuration activates a new one. */
  @Activate
  public ParquetSink(BundleContext bundle, ParquetSinkConfiguration configuration) {
    this(
        Settings.of(configuration),
        bundle.getBundle().getVersion().toString(),
        new LocalFileOperations(),
        System::nanoTime);
  }

  /** Creates a sink on another file system and clock, for tests. */
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
              + "': it must be at most 100 letters, digits, '.', '_' and '-' (rename it in the spool)");
    }
    StagingDirectory staging = new StagingDirectory(settings.directory(), installation, operations);
    try {
      int deleted = staging.prepare();
      if (deleted > 0) {
        LOG.info(
            "deleted {} unfinished files of an earlier run; the spool sends their rows again",
            deleted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while opening " + settings.directory(), e);
    }
    compressor = new ZstdCompressor(settings.compressionLevel());
    files = new OpenFiles(settings.directory(), installation, staging, compressor, operations);
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
              + " belongs to installation "
              + batch.installation()
              + ", but the sink was opened for "
              + installation);
    }
    long hour = Partition.hourOf(batch.rows().context().window().startMillis());
    if (!files.isEmpty() && (hour != rollHour || files.hasOtherColumns(batch))) {
      publish();
    }
    boolean begins = files.isEmpty();
    files.add(batch);
    last = batch.sequence();
    if (begins) {
      rollStart = nanoClock.getAsLong();
      rollHour = hour;
    }
    return publishIfDue();
  }

  @Override
  public long idle() throws SinkException, InterruptedException {
    return publishIfDue();
  }

  private long publishIfDue() throws SinkException, InterruptedException {
    if (files.isEmpty()) {
      durable = last;
    } else if (nanoClock.getAsLong() - rollStart >= settings.rollTime().toNanos()
        || files.bytes() >= settings.rollBytes()) {
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
    files.publish(version);
    durable = last;
  }

  @Override
  public void close() {
    if (files != null) {
      files.abandon();
      files = null;
    }
    if (compressor != null) {
      compressor.close();
      compressor = null;
    }
  }
}
