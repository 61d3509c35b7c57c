package io.observoor.sinks.clickhouse;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.Measurement;
import io.observoor.api.sink.Sink;
import io.observoor.api.sink.SinkContext;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.Connector;
import io.observoor.sinks.clickhouse.insert.InsertStatistics;
import io.observoor.sinks.clickhouse.insert.Inserter;
import io.observoor.sinks.clickhouse.insert.Pending;
import io.observoor.sinks.clickhouse.insert.Refused;
import io.observoor.sinks.clickhouse.insert.Suspicion;
import io.observoor.sinks.clickhouse.insert.Tables;
import io.observoor.sinks.clickhouse.quarantine.Quarantine;
import io.observoor.sinks.clickhouse.quarantine.QuarantineAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Inserts batches into ClickHouse. They wait for each other until there are {@code batchRows} rows,
 * or the oldest has waited {@code flushMillis}; a batch is acknowledged when the inserts of all its
 * tables have returned, or the rows that ClickHouse does not take are on disk.
 */
@Component(
    service = {Sink.class, QuarantineAccess.class},
    configurationPid = ClickHouseSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClickHouseSinkConfiguration.class)
public final class ClickHouseSink implements Sink, QuarantineAccess {
  static final String NAME = "clickhouse";

  private final Settings settings;
  private final LongSupplier nanoClock;
  private final TableKeeping tableKeeping;
  private final Connector connector;
  private final Quarantine quarantine;
  private final InsertStatistics statistics = new InsertStatistics();
  private final Suspicion suspicion = new Suspicion();
  private final Pending pending = new Pending();
  private volatile boolean connected;

  private String installation = "";
  private Inserter inserter;
  private long oldest;
  private long last;
  private long durable;

  /** The component; a changed configuration makes a new one. */
  @Activate
  public ClickHouseSink(BundleContext bundle, ClickHouseSinkConfiguration configuration) {
    this(
        Settings.of(configuration),
        System::nanoTime,
        new Schema(bundle.getBundle(), configuration)::prepare);
  }

  /** With a clock of the caller's, and tables that nobody looks after. */
  ClickHouseSink(Settings settings, LongSupplier nanoClock) {
    this(settings, nanoClock, TableKeeping.NONE);
  }

  private ClickHouseSink(Settings settings, LongSupplier nanoClock, TableKeeping tableKeeping) {
    this.settings = settings;
    this.tableKeeping = tableKeeping;
    this.nanoClock = nanoClock;
    connector = new Connector(settings.connection(), statistics::failed);
    connector.tellNotes();
    quarantine = new Quarantine(settings.quarantine(), settings.quarantineBytes());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void open(SinkContext context) throws SinkException {
    installation = context.installation();
    last = context.acknowledged();
    durable = context.acknowledged();
    pending.clear();
    quarantine.prepare();
    ClickHouseConnection connection = connector.connect();
    Tables tables;
    try {
      tables = tableKeeping.prepare(connection);
    } catch (SinkException e) {
      connection.close();
      throw e;
    }
    inserter =
        new Inserter(
            connection,
            connector,
            installation,
            tables,
            statistics,
            suspicion,
            settings.connection().workers());
    connected = true;
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
    if (pending.rows() == 0) {
      oldest = nanoClock.getAsLong();
    }
    pending.add(batch);
    last = batch.sequence();
    return insertIfDue();
  }

  @Override
  public long idle() throws SinkException, InterruptedException {
    return insertIfDue();
  }

  private long insertIfDue() throws SinkException, InterruptedException {
    if (pending.rows() == 0
        || pending.rows() >= settings.batchRows()
        || nanoClock.getAsLong() - oldest >= settings.flushInterval().toNanos()) {
      return flush();
    }
    return durable;
  }

  @Override
  public long flush() throws SinkException, InterruptedException {
    if (pending.rows() > 0) {
      insert();
      pending.clear();
    }
    durable = last;
    return durable;
  }

  private void insert() throws SinkException, InterruptedException {
    List<Refused> refused;
    try {
      refused = inserter.insert(pending.tables());
    } catch (SinkException e) {
      connected = false;
      throw e;
    }
    if (!refused.isEmpty()) {
      quarantine.add(installation, refused);
    }
  }

  @Override
  public void close() {
    connected = false;
    pending.clear();
    if (inserter != null) {
      inserter.close();
      inserter = null;
    }
  }

  @Override
  public Quarantine quarantine() {
    return quarantine;
  }

  /** A connection of its own, for the shell: the sink may be closed, or busy. */
  @Override
  public ClickHouseConnection connect() throws SinkException {
    return new Connector(settings.connection().alone()).connect();
  }

  @Override
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    all.add(
        Measurement.gauge(
            "clickhouse_connected",
            "Whether the last request to ClickHouse succeeded.",
            connected ? 1 : 0));
    all.addAll(statistics.measurements());
    all.addAll(quarantine.measurements());
    return all;
  }
}
