package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the statements of a table from its declaration, for one server or for a cluster. None has a
 * semicolon, and each can be run again without harm.
 */
public final class Ddl {
  private static final String ON_CLUSTER = " ON CLUSTER '{cluster}'";

  private final Form form;

  /** Statements of this form. */
  public Ddl(Form form) {
    this.form = form;
  }

  /** The table that holds the rows: in a cluster, the one on each server. */
  public String storage(String table) {
    return form == Form.CLUSTER ? table + "_local" : table;
  }

  /** Where a statement runs. */
  String where() {
    return form == Form.CLUSTER ? ON_CLUSTER : "";
  }

  /** Makes a database. */
  String createDatabase(String database) {
    return "CREATE DATABASE IF NOT EXISTS " + quoted(database) + where();
  }

  /** Makes the table that holds the rows. */
  public String createStorage(TableDeclaration declaration, Duration timeToLive) {
    TableSchema schema = declaration.schema();
    return """
        CREATE TABLE IF NOT EXISTS %s%s
        (
        %s
        )
        ENGINE = %s
        PARTITION BY toStartOfMonth(%s)
        ORDER BY (%s)%s
        COMMENT %s"""
        .formatted(
            name(storage(schema.name())),
            where(),
            schema.columns().stream()
                .map(column -> "    " + column(declaration, column))
                .collect(Collectors.joining(",\n")),
            engine(schema),
            name(schema.timeColumn().name()),
            names(schema.sortingKey()),
            timeToLive.isZero() ? "" : "\nTTL " + TimeToLive.expression(schema, timeToLive),
            literal(declaration.comment()));
  }

  /** Makes the table of a cluster that is written to and read from. */
  public String createDistributed(TableDeclaration declaration) {
    TableSchema schema = declaration.schema();
    String table = schema.name();
    return """
        CREATE TABLE IF NOT EXISTS %s%s AS %s
        ENGINE = Distributed('{cluster}', currentDatabase(), %s, cityHash64(%s, meta_network_name, meta_client_name))
        COMMENT %s"""
        .formatted(
            name(table),
            where(),
            name(storage(table)),
            literal(storage(table)),
            name(schema.timeColumn().name()),
            literal(declaration.comment()));
  }

  /** All statements that make a table, in order. */
  public List<String> create(TableDeclaration declaration, Duration timeToLive) {
    String storage = createStorage(declaration, timeToLive);
    return form == Form.CLUSTER
        ? List.of(storage, createDistributed(declaration))
        : List.of(storage);
  }

  /** Drops a table, with its rows. */
  public String drop(String table) {
    // SYNC: its path in Keeper is free when it returns
    return "DROP TABLE IF EXISTS " + name(table) + where() + (form == Form.CLUSTER ? " SYNC" : "");
  }

  /**
   * Adds columns that a table lacks, each at its place. A dimension becomes part of the sorting
   * key, because rows that differ in it only must not replace each other.
   *
   * @param sortingKey the table's key so far
   */
  List<String> addColumns(
      TableDeclaration declaration, List<Column> missing, List<String> sortingKey) {
    String additions =
        missing.stream()
            .map(
                column ->
                    "ADD COLUMN IF NOT EXISTS "
                        + column(declaration, column)
                        + place(declaration.schema(), column))
            .collect(Collectors.joining(", "));
    List<String> newKeys =
        missing.stream()
            .filter(declaration.schema().sortingKey()::contains)
            .map(column -> name(column.name()))
            .toList();
    String key =
        newKeys.isEmpty()
            ? ""
            : ", MODIFY ORDER BY ("
                + String.join(", ", sortingKey)
                + ", "
                + String.join(", ", newKeys)
                + ")";
    String table = declaration.schema().name();
    String storage = alter(storage(table)) + additions + key;
    return form == Form.CLUSTER ? List.of(storage, alter(table) + additions) : List.of(storage);
  }

  /** The beginning of a statement that changes a table. */
  String alter(String table) {
    return "ALTER TABLE " + name(table) + where() + " ";
  }

  private String engine(TableSchema schema) {
    String version =
        schema.columns().stream()
            .filter(column -> column.source() == Column.Source.UPDATED)
            .map(column -> name(column.name()))
            .findFirst()
            .orElseThrow();
    return form == Form.CLUSTER
        ? "ReplicatedReplacingMergeTree('/clickhouse/{cluster}/{database}/tables/{table}/{shard}',"
            + " '{replica}', "
            + version
            + ")"
        : "ReplacingMergeTree(" + version + ")";
  }

  private static String column(TableDeclaration declaration, Column column) {
    String comment = declaration.comment(column);
    return name(column.name())
        + " "
        + ServerTypes.of(column.type())
        + (declaration.sampled() ? defaultOf(column) : "")
        + (comment.isEmpty() ? "" : " COMMENT " + literal(comment));
  }

  private static String defaultOf(Column column) {
    return switch (column.source()) {
      case SAMPLING_MODE -> " DEFAULT 'none'";
      case SAMPLING_RATE -> " DEFAULT 1.0";
      default -> "";
    };
  }

  private static String place(TableSchema schema, Column column) {
    int index = schema.columns().indexOf(column);
    return index == 0 ? " FIRST" : " AFTER " + name(schema.columns().get(index - 1).name());
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
  }

  /** A name in a statement: quoted only when it must be. */
  static String name(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quoted(name);
  }

  private static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** A text in a statement. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
