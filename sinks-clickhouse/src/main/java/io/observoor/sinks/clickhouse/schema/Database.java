package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database of a server, which need not exist. */
final class Database {
  /** A database that every server has. */
  private static final String SYSTEM = "system";

  private final SqlExecutor server;
  private final String name;

  Database(SqlExecutor server, String name) {
    this.server = server;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Executes a statement in this database; see {@link SqlExecutor#execute}. */
  List<List<String>> execute(String sql) throws SinkException {
    return server.execute(name, sql);
  }

  void create(Ddl ddl) throws SinkException {
    server.execute(SYSTEM, ddl.createDatabase(name));
  }

  boolean exists() throws SinkException {
    return !server
        .execute(SYSTEM, "SELECT 1 FROM system.databases WHERE name = " + Ddl.literal(name))
        .isEmpty();
  }

  /** Returns those of the named tables that exist, by name. */
  Map<String, ServerTable> tables(Collection<String> names) throws SinkException {
    Map<String, ServerTable> tables = new LinkedHashMap<>();
    String sql =
        "SELECT name, engine, engine_full, partition_key, sorting_key FROM system.tables"
            + " WHERE database = %s AND name IN (%s)"
                .formatted(
                    Ddl.literal(name),
                    names.stream().map(Ddl::literal).collect(Collectors.joining(", ")));
    for (List<String> row : server.execute(SYSTEM, sql)) {
      tables.put(
          row.get(0), new ServerTable(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
    }
    return tables;
  }

  Optional<ServerTable> table(String table) throws SinkException {
    return Optional.ofNullable(tables(List.of(table)).get(table));
  }

  /** Returns the types of a table's columns by name, in their order; empty without the table. */
  Map<String, String> columns(String table) throws SinkException {
    Map<String, String> columns = new LinkedHashMap<>();
    String sql =
        "SELECT name, type FROM system.columns WHERE database = %s AND table = %s ORDER BY position"
            .formatted(Ddl.literal(name), Ddl.literal(table));
    for (List<String> row : server.execute(SYSTEM, sql)) {
      columns.put(row.get(0), row.get(1));
    }
    return columns;
  }
}
