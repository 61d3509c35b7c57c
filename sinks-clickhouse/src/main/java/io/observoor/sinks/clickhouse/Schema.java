package io.observoor.sinks.clickhouse;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.insert.TableCheck;
import io.observoor.sinks.clickhouse.schema.Migrations;
import io.observoor.sinks.clickhouse.schema.SchemaManager;
import io.observoor.sinks.clickhouse.schema.SchemaSettings;
import io.observoor.sinks.clickhouse.schema.TableTopology;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.osgi.framework.Bundle;

/** The schema that the configuration asks for, and the migrations in the sink's bundle. */
final class Schema {
  private final SchemaSettings settings;
  private final Map<TableTopology, Migrations> migrations = new EnumMap<>(TableTopology.class);

  Schema(Bundle bundle, ClickHouseSinkConfiguration configuration) {
    settings =
        new SchemaSettings(
            configuration.database(),
            configuration.makeTables(),
            configuration.cluster(),
            Duration.ofSeconds(configuration.ttlSeconds()));
    for (TableTopology topology : TableTopology.values()) {
      migrations.put(topology, Migrations.packed(bundle, topology));
    }
  }

  /** Returns a manager that uses the connection while it is open. */
  SchemaManager manager(ClickHouseConnection connection) {
    return new SchemaManager(connection::query, migrations::get, settings);
  }

  /**
   * Prepares the tables for a sink that opens.
   *
   * @throws SinkException when the sink cannot open now
   */
  TableCheck prepare(ClickHouseConnection connection) throws SinkException {
    SchemaManager manager = manager(connection);
    manager.prepare();
    return manager::ensure;
  }
}
