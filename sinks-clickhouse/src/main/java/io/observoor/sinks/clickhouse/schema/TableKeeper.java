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

/** Keeps one table as its rows need it. */
final class TableKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(TableKeeper.class);

  private final Statements statements;
  private final Catalog catalog;
  private final Ddl ddl;
  private final SchemaSettings settings;

  TableKeeper(Statements statements, Catalog catalog, Form form, SchemaSettings settings) {
    this.statements = statements;
    this.catalog = catalog;
    this.ddl = new Ddl(form);
    this.settings = settings;
  }

  /** See {@link SchemaKeeper#ensure}. */
  TableCheck ensure(TableSchema schema) throws SinkException {
    String name = schema.name();
    Optional<ServerTable> table = catalog.table(name);
    TableDeclaration declaration = TableDeclaration.of(schema);
    if (table.isEmpty()) {
      if (!settings.makeTables()) {
        return new TableCheck.Unusable(
            "there is no table %s in database %s: run observoor migrate up or set migrations.enabled of the ClickHouse sink to true, and the agent makes it"
                .formatted(name, settings.database()));
      }
      for (String statement : ddl.create(declaration, settings.timeToLive())) {
        statements.execute(statement);
      }
      LOG.info("made table {} in database {}", name, settings.database());
      return new TableCheck.Ready(catalog.columns(name));
    }
    Optional<ServerTable> storage =
        table.get().isDistributed() ? catalog.table(ddl.storage(name)) : table;
    List<ServerColumn> columns = catalog.columns(name);
    List<Column> missing = missing(schema, columns);
    if (!missing.isEmpty() && settings.makeTables() && storage.isPresent()) {
      addColumns(declaration, missing, storage.get());
      columns = catalog.columns(name);
      missing = missing(schema, columns);
      storage = catalog.table(storage.get().name());
    }
    if (settings.makeTables() && storage.isPresent()) {
      TimeToLive.keep(statements, ddl, storage.get(), settings.timeToLive());
    }
    return problem(schema, columns, missing, storage)
        .<TableCheck>map(TableCheck.Unusable::new)
        .orElse(new TableCheck.Ready(columns));
  }

  private void addColumns(TableDeclaration declaration, List<Column> missing, ServerTable storage)
      throws SinkException {
    for (String statement : ddl.addColumns(declaration, missing, storage.sortingColumns())) {
      statements.execute(statement);
    }
    LOG.info(
        "table {} of database {} got {}",
        declaration.schema().name(),
        settings.database(),
        names(missing));
  }

  private static List<Column> missing(TableSchema schema, List<ServerColumn> columns) {
    List<String> there = columns.stream().map(ServerColumn::name).toList();
    return schema.columns().stream().filter(it -> !there.contains(it.name())).toList();
  }

  private Optional<String> problem(
      TableSchema schema,
      List<ServerColumn> columns,
      List<Column> missing,
      Optional<ServerTable> storage) {
    List<String> wrong = new ArrayList<>();
    if (!missing.isEmpty()) {
      wrong.add(
          "lacks "
              + names(missing)
              + " (set migrations.enabled of the ClickHouse sink to true, or add them)");
    }
    Map<String, String> types =
        columns.stream().collect(Collectors.toMap(ServerColumn::name, ServerColumn::type));
    for (Column column : schema.columns()) {
      String ours = ServerTypes.of(column.type());
      String theirs = types.getOrDefault(column.name(), ours);
      if (!ServerTypes.isWrittenAlike(ours, theirs)) {
        wrong.add(
            "has column %s as %s, but its rows have %s (change it with ALTER TABLE ... MODIFY COLUMN, or rename the table)"
                .formatted(column.name(), theirs, ours));
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
      wrong.add(
          "is not sorted by "
              + names(unsorted)
              + ", so that rows which differ only there would replace each other (rename the table,"
              + " and a new one is made)");
    }
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "table %s of database %s %s"
                .formatted(schema.name(), settings.database(), String.join(", and it ", wrong)));
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
