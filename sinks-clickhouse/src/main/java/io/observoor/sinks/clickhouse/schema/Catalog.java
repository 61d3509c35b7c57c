package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a server has of a database. */
final class Catalog {
  /** A database that every server has. */
  private static final String SYSTEM = "system";

  private final Statements system;
  private final String database;

  Catalog(Server server, String database) {
    this.system = server.in(SYSTEM);
    this.database = database;
  }

  boolean hasDatabase() throws SinkException {
    return !system
        .query("SELECT 1 FROM system.databases WHERE name = " + Ddl.literal(database))
        .isEmpty();
  }

  void execute(String statement) throws SinkException {
    system.execute(statement);
  }

  /** Those of these tables that are there, by name. */
  Map<String, ServerTable> tables(Collection<String> names) throws SinkException {
    Map<String, ServerTable> tables = new LinkedHashMap<>();
    for (List<String> row :
        system.query(
            "SELECT name, engine, engine_full, partition_key, sorting_key FROM system.tables"
                + " WHERE database = "
                + Ddl.literal(database)
                + " AND name IN ("
                + names.stream().map(Ddl::literal).collect(Collectors.joining(", "))
                + ")")) {
      tables.put(
          row.get(0), new ServerTable(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
    }
    return tables;
  }

  /** A table, if it is there. */
  Optional<ServerTable> table(String name) throws SinkException {
    return Optional.ofNullable(tables(List.of(name)).get(name));
  }

  /** The columns of a table in their order; none when it is not there. */
  List<ServerColumn> columns(String table) throws SinkException {
    return system
        .query(
            "SELECT name, type FROM system.columns WHERE database = "
                + Ddl.literal(database)
                + " AND table = "
                + Ddl.literal(table)
                + " ORDER BY position")
        .stream()
        .map(row -> new ServerColumn(row.get(0), row.get(1)))
        .toList();
  }
}
