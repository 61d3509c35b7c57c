package io.observoor.sinks.clickhouse.schema;

/**
 * A column that a table of the server has.
 *
 * @param name its name
 * @param type its type, as ClickHouse writes it
 */
public record ServerColumn(String name, String type) {}
