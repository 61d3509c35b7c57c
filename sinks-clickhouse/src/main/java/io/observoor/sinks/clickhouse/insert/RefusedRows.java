package io.observoor.sinks.clickhouse.insert;

/**
 * Rows that ClickHouse refuses because of themselves or their table.
 *
 * @param rows the rows
 * @param reason the table, the cause and the fix
 */
public record RefusedRows(TableRows rows, String reason) {}
