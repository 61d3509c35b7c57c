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

/** Runs the ClickHouse migrations on demand, whether the sink is active or not. */
@Component(
    service = SchemaMigrations.class,
    configurationPid = ClickHouseSinkConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ClickHouseMigrations implements SchemaMigrations {
  private final ConnectionSettings settings;
  private final Schema schema;

  /** Creates the component; a changed configuration creates a new one. */
  @Activate
  public ClickHouseMigrations(BundleContext bundle, ClickHouseSinkConfiguration configuration) {
    settings = SinkSettings.of(configuration).connection().forOneRequestAtATime();
    schema = new Schema(bundle.getBundle(), configuration);
  }

  @Override
  public String sink() {
    return ClickHouseSink.NAME;
  }

  private ClickHouseConnection connect() throws SinkException {
    return new Connector(settings).connect();
  }

  @Override
  public Status status() throws SinkException {
    try (ClickHouseConnection connection = connect()) {
      return schema.manager(connection).status();
    }
  }

  @Override
  public int up(Consumer<String> progress) throws SinkException, InterruptedException {
    try (ClickHouseConnection connection = connect()) {
      return schema.manager(connection).up(progress);
    }
  }

  @Override
  public int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException {
    try (ClickHouseConnection connection = connect()) {
      return schema.manager(connection).down(steps, progress);
    }
  }
}
