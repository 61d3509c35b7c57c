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
import io.observoor.sinks.clickhouse.insert.PendingRows;
import io.observoor.sinks.clickhouse.insert.RefusalCounter;
import io.observoor.sinks.clickhouse.insert.RefusedRows;
import io.observoor.sinks.clickhouse.insert.TableCheck;
import io.observoor.sinks.clickhouse.quarantine.Quarantine;
import io.observoor.sinks.clickhouse.quarantine.QuarantineAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Inserts batches into ClickHouse. Collects batches until {@code batchRows} rows are pending or the
 * oldest is {@code flushMillis} old. Acknowledges them when the inserts of all tables have returned
 * and the refused rows are in the quarantine.
 */
@Component(
    service = {Sink.class, QuarantineAccess.class},
    configurationPid = ClickHouseSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ClickHouseSink implements Sink, QuarantineAccess {
  static final String NAME = "clickhouse";

  private final SinkSettings settings;
  private final LongSupplier nanoClock;
  private final TablePreparation tablePreparation;
  private final Connector connector;
  private final Quarantine quarantine;
  private final InsertStatistics statistics = new InsertStatistics();
  private final RefusalCounter refusals = new RefusalCounter();
  private final PendingRows pending = new PendingRows();
  private volatile boolean connected;

  private String installation = "";
  private Inserter inserter;
  private long oldestNanos;
  private long lastWritten;
  private long durable;

  /** Prepares the tables over a new connection. */
  @FunctionalInterface
  private interface TablePreparation {
    TableCheck prepare(ClickHouseConnection connection) throws SinkException;
  }

  /** Creates the component; a changed configuration creates a new one. */
  @Activate
  public ClickHouseSink(BundleContext bundle, ClickHouseSinkConfiguration configuration) {
    this(
        SinkSettings.of(configuration),
        System::nanoTime,
        new Schema(bundle.getBundle(), configuration)::prepare);
  }

  /** Creates a sink that neither creates nor checks tables. */
  ClickHouseSink(SinkSettings settings, LongSupplier nanoClock) {
    this(settings, nanoClock, _ -> _ -> Optional.empty());
  }

  private ClickHouseSink(
      SinkSettings settings, LongSupplier nanoClock, TablePreparation tablePreparation) {
    this.settings = settings;
    this.tablePreparation = tablePreparation;
    this.nanoClock = nanoClock;
    connector = new Connector(settings.connection(), statistics::failed);
    connector.logEndpointNotes();
    quarantine = new Quarantine(settings.quarantine(), settings.quarantineBytes());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void open(SinkContext context) throws SinkException {
    installation = context.installation();
    lastWritten = context.acknowledged();
    durable = context.acknowledged();
    pending.clear();
    quarantine.prepare();
    ClickHouseConnection connection = connector.connect();
    TableCheck tableCheck;
    try {
      tableCheck = tablePreparation.prepare(connection);
    } catch (SinkException e) {
      connection.close();
      throw e;
    }
    inserter =
        new Inserter(
            connection,
            connector,
            installation,
            tableCheck,
            statistics,
            refusals,
            settings.connection().workers());
    connected = true;
  }

  @Override
  public long write(Batch batch) throws SinkException, InterruptedException {
    if (batch.sequence() <= lastWritten) {
      return durable;
    }
    if (!batch.installation().equals(installation)) {
      throw new SinkException(
          "batch %d is of installation %s, but the sink was opened for installation %s"
              .formatted(batch.sequence(), batch.installation(), installation));
    }
    if (pending.rows() == 0) {
      oldestNanos = nanoClock.getAsLong();
    }
    pending.add(batch);
    lastWritten = batch.sequence();
    return insertIfDue();
  }

  @Override
  public long idle() throws SinkException, InterruptedException {
    return insertIfDue();
  }

  private long insertIfDue() throws SinkException, InterruptedException {
    if (pending.rows() == 0
        || pending.rows() >= settings.batchRows()
        || nanoClock.getAsLong() - oldestNanos >= settings.flushInterval().toNanos()) {
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
    durable = lastWritten;
    return durable;
  }

  private void insert() throws SinkException, InterruptedException {
    List<RefusedRows> refused;
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

  /** Opens a separate connection: the sink may be closed or busy. */
  @Override
  public ClickHouseConnection connect() throws SinkException {
    return new Connector(settings.connection().forOneRequestAtATime()).connect();
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
