package io.observoor.sinks.clickhouse;

import io.observoor.api.sink.SchemaMigrations;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.Connector;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** The tables by hand, whether the sink runs or not. */
@Component(
    service = SchemaMigrations.class,
    configurationPid = ClickHouseSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ClickHouseMigrations implements SchemaMigrations {
  private final ConnectionSettings connection;
  private final Schema schema;

  /** The component; a changed configuration makes a new one. */
  @Activate
  public ClickHouseMigrations(BundleContext bundle, ClickHouseSinkConfiguration configuration) {
    connection = Settings.of(configuration).connection().alone();
    schema = new Schema(bundle.getBundle(), configuration);
  }

  @Override
  public String sink() {
    return ClickHouseSink.NAME;
  }

  private ClickHouseConnection connect() throws SinkException {
    return new Connector(connection).connect();
  }

  @Override
  public Status status() throws SinkException {
    try (ClickHouseConnection open = connect()) {
      return schema.keeper(open).status();
    }
  }

  @Override
  public int up(Consumer<String> progress) throws SinkException, InterruptedException {
    try (ClickHouseConnection open = connect()) {
      return schema.keeper(open).up(progress);
    }
  }

  @Override
  public int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException {
    try (ClickHouseConnection open = connect()) {
      return schema.keeper(open).down(steps, progress);
    }
  }
}
