package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Creates the DDL statements of a declared table, for one server or a cluster. The statements are
 * idempotent and contain no semicolon.
 */
public final class Ddl {
  private static final String ON_CLUSTER = " ON CLUSTER '{cluster}'";

  private final TableTopology topology;

  public Ddl(TableTopology topology) {
    this.topology = topology;
  }

  /** Returns the name of the table that holds the rows: in a cluster, the one on each server. */
  public String storage(String table) {
    return topology == TableTopology.CLUSTER ? table + "_local" : table;
  }

  private String onCluster() {
    return topology == TableTopology.CLUSTER ? ON_CLUSTER : "";
  }

  String createDatabase(String database) {
    return "CREATE DATABASE IF NOT EXISTS " + quote(database) + onCluster();
  }

  /** Creates the table that holds the rows. */
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
            onCluster(),
            schema.columns().stream()
                .map(column -> "    " + column(declaration, column))
                .collect(Collectors.joining(",\n")),
            engine(schema),
            name(schema.timeColumn().name()),
            names(schema.sortingKey()),
            timeToLive.isZero() ? "" : "\nTTL " + TimeToLive.expression(schema, timeToLive),
            literal(declaration.comment()));
  }

  /** Creates the distributed table of a cluster, for inserts and queries. */
  public String createDistributed(TableDeclaration declaration) {
    TableSchema schema = declaration.schema();
    String table = schema.name();
    return """
        CREATE TABLE IF NOT EXISTS %s%s AS %s
        ENGINE = Distributed('{cluster}', currentDatabase(), %s, cityHash64(%s, meta_network_name, meta_client_name))
        COMMENT %s"""
        .formatted(
            name(table),
            onCluster(),
            name(storage(table)),
            literal(storage(table)),
            name(schema.timeColumn().name()),
            literal(declaration.comment()));
  }

  /** Returns all statements that create a table, in order. */
  List<String> create(TableDeclaration declaration, Duration timeToLive) {
    String storage = createStorage(declaration, timeToLive);
    return topology == TableTopology.CLUSTER
        ? List.of(storage, createDistributed(declaration))
        : List.of(storage);
  }

  /** Drops a table and its rows. */
  public String drop(String table) {
    // SYNC frees the table's path in Keeper before the statement returns
    return "DROP TABLE IF EXISTS "
        + name(table)
        + onCluster()
        + (topology == TableTopology.CLUSTER ? " SYNC" : "");
  }

  /**
   * Adds missing columns at their declared positions. Extends the sorting key by new dimensions:
   * rows that differ only in them must not replace each other.
   *
   * @param sortingKey the current sorting key
   */
  List<String> addColumns(
      TableDeclaration declaration, List<Column> missing, List<String> sortingKey) {
    String additions =
        missing.stream()
            .map(
                column ->
                    "ADD COLUMN IF NOT EXISTS "
                        + column(declaration, column)
                        + position(declaration.schema(), column))
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
    return topology == TableTopology.CLUSTER
        ? List.of(storage, alter(table) + additions)
        : List.of(storage);
  }

  /** Returns the beginning of an ALTER TABLE statement. */
  String alter(String table) {
    return "ALTER TABLE " + name(table) + onCluster() + " ";
  }

  private String engine(TableSchema schema) {
    String version =
        schema.columns().stream()
            .filter(column -> column.source() == Column.Source.UPDATED)
            .map(column -> name(column.name()))
            .findFirst()
            .orElseThrow();
    return topology == TableTopology.CLUSTER
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
        + ColumnTypes.of(column.type())
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

  private static String position(TableSchema schema, Column column) {
    int index = schema.columns().indexOf(column);
    return index == 0 ? " FIRST" : " AFTER " + name(schema.columns().get(index - 1).name());
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
  }

  /** Returns an identifier, quoted only if necessary. */
  static String name(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quote(name);
  }

  /** Quotes an identifier. */
  public static String quote(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** Quotes a string literal. */
  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
