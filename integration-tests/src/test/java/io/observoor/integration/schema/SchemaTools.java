package io.observoor.integration.schema;

import io.observoor.integration.Commands;
import io.observoor.integration.Commands.Result;
import io.observoor.integration.RunningAgent;
import io.observoor.testing.clickhouse.ClickHouseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs observoor migrate and reads the schema of a database. */
final class SchemaTools {
  private SchemaTools() {}

  /** Writes a configuration file whose only sink is a database of this server. */
  static Path configuration(Path directory, ClickHouseServer server, String database)
      throws IOException {
    return Files.writeString(
        directory.resolve(database + ".yaml"),
        """
        meta_client_name: schema
        meta_network_name: mainnet
        health:
          addr: ""
        sinks:
          aggregated:
            clickhouse:
              enabled: true
              endpoint: %s
              database: %s
              migrations:
                enabled: true
        """
            .formatted(server.endpoint(), database));
  }

  /** Runs {@code observoor migrate ARGUMENT... --config FILE}. */
  static Result observoor(Path configuration, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(RunningAgent.HOME.resolve("bin/observoor").toString(), "migrate"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", configuration.toString()));
    return Commands.apart(command);
  }

  /** Returns the CREATE statements of all tables of a database, without its name. */
  static List<String> statements(ClickHouseServer server, String database) {
    return server
        .query(
            "SELECT create_table_query FROM system.tables WHERE database = '%s' ORDER BY name"
                .formatted(database))
        .stream()
        .map(row -> row.getFirst().replace(" " + database + ".", " "))
        .toList();
  }

  /** Returns all schema states that were written, in order. */
  static List<List<String>> states(ClickHouseServer server, String database) {
    return server.query(
        "SELECT version, dirty FROM " + database + ".schema_migrations ORDER BY sequence");
  }
}
