package io.observoor.sinks.clickhouse;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.insert.Tables;
import io.observoor.sinks.clickhouse.schema.Form;
import io.observoor.sinks.clickhouse.schema.Migrations;
import io.observoor.sinks.clickhouse.schema.SchemaKeeper;
import io.observoor.sinks.clickhouse.schema.SchemaSettings;
import io.observoor.sinks.clickhouse.schema.Server;
import io.observoor.sinks.clickhouse.schema.Statements;
import io.observoor.sinks.clickhouse.schema.TableCheck;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** The tables of the sink's database, as its configuration and its bundle say. */
final class Schema {
  private final SchemaSettings settings;
  private final Map<Form, Migrations> migrations = new EnumMap<>(Form.class);

  /**
   * For a configuration.
   *
   * @param bundle where the migrations are
   */
  Schema(Bundle bundle, ClickHouseSinkConfiguration configuration) {
    settings =
        new SchemaSettings(
            configuration.database(),
            configuration.makeTables(),
            configuration.cluster(),
            Duration.ofSeconds(configuration.ttlSeconds()));
    for (Form form : Form.values()) {
      migrations.put(form, Migrations.packed(bundle, form));
    }
  }

  /** Looks after the tables over a connection, as long as that is open. */
  SchemaKeeper keeper(ClickHouseConnection connection) {
    return new SchemaKeeper(server(connection), migrations::get, settings);
  }

  /**
   * Gets the tables ready for a sink that begins to write.
   *
   * @throws SinkException when it must not begin now
   */
  Tables prepare(ClickHouseConnection connection) throws SinkException {
    SchemaKeeper keeper = keeper(connection);
    keeper.prepare();
    return schema ->
        switch (keeper.ensure(schema)) {
          case TableCheck.Ready _ -> Optional.empty();
          case TableCheck.Unusable unusable -> Optional.of(unusable.reason());
        };
  }

  private static Server server(ClickHouseConnection connection) {
    return database ->
        new Statements() {
          @Override
          public List<List<String>> query(String sql) throws SinkException {
            return connection.query(database, sql);
          }

          @Override
          public void execute(String sql) throws SinkException {
            connection.query(database, sql);
          }
        };
  }
}
