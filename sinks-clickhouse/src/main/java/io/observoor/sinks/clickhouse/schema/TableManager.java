package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, extends and checks single tables. */
final class TableManager {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");

  private final Database database;
  private final Ddl ddl;
  private final SchemaSettings settings;

  TableManager(Database database, TableTopology topology, SchemaSettings settings) {
    this.database = database;
    this.ddl = new Ddl(topology);
    this.settings = settings;
  }

  /** See {@link SchemaManager#ensure}. */
  Optional<String> ensure(TableSchema schema) throws SinkException {
    String name = schema.name();
    Optional<ServerTable> table = database.table(name);
    TableDeclaration declaration = TableDeclaration.of(schema);
    if (table.isEmpty()) {
      if (!settings.makeTables()) {
        return Optional.of(
            "table %s does not exist in database %s: run observoor migrate up, or set migrations.enabled of the ClickHouse sink to true"
                .formatted(name, database.name()));
      }
      for (String statement : ddl.create(declaration, settings.timeToLive())) {
        database.execute(statement);
      }
      LOG.info("created table {} in database {}", name, database.name());
      return Optional.empty();
    }
    Optional<ServerTable> storage =
        table.get().isDistributed() ? database.table(ddl.storage(name)) : table;
    Map<String, String> columns = database.columns(name);
    List<Column> missing = missing(schema, columns);
    if (!missing.isEmpty() && settings.makeTables() && storage.isPresent()) {
      addColumns(declaration, missing, storage.get());
      columns = database.columns(name);
      missing = missing(schema, columns);
      storage = database.table(storage.get().name());
    }
    if (settings.makeTables() && storage.isPresent()) {
      TimeToLive.apply(database, ddl, storage.get(), settings.timeToLive());
    }
    return problem(schema, columns, missing, storage);
  }

  private void addColumns(TableDeclaration declaration, List<Column> missing, ServerTable storage)
      throws SinkException {
    for (String statement : ddl.addColumns(declaration, missing, storage.sortingColumns())) {
      database.execute(statement);
    }
    LOG.info(
        "added columns {} to table {} of database {}",
        names(missing),
        declaration.schema().name(),
        database.name());
  }

  private static List<Column> missing(TableSchema schema, Map<String, String> columns) {
    return schema.columns().stream().filter(it -> !columns.containsKey(it.name())).toList();
  }

  /** Returns why rows of a schema cannot be inserted into the existing table. */
  private Optional<String> problem(
      TableSchema schema,
      Map<String, String> columns,
      List<Column> missing,
      Optional<ServerTable> storage) {
    List<String> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      problems.add(
          "lacks %s (set migrations.enabled of the ClickHouse sink to true, or add the columns)"
              .formatted(names(missing)));
    }
    for (Column column : schema.columns()) {
      String declared = ColumnTypes.of(column.type());
      String actual = columns.getOrDefault(column.name(), declared);
      if (!ColumnTypes.haveSameEncoding(declared, actual)) {
        problems.add(
            "has column %s as %s, but its rows have %s (change it with ALTER TABLE ... MODIFY COLUMN, or rename the table)"
                .formatted(column.name(), actual, declared));
      }
    }
    List<String> key = storage.map(ServerTable::sortingColumns).orElse(List.of());
    List<Column> unsorted =
        key.isEmpty()
            ? List.of()
            : schema.sortingKey().stream()
                .filter(column -> !missing.contains(column) && !key.contains(column.name()))
                .toList();
    if (!unsorted.isEmpty()) {
      problems.add(
          "is not sorted by %s, so that rows which differ only there would replace each other (rename the table, and the agent creates a new one)"
              .formatted(names(unsorted)));
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "table %s of database %s %s"
                .formatted(schema.name(), database.name(), String.join(", and it ", problems)));
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
