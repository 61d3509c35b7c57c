package io.observoor.sinks.clickhouse.insert;

/**
 * Rows that ClickHouse does not take, by their own or their table's fault.
 *
 * @param rows the rows
 * @param reason what is wrong, on what, and what to do
 */
public record Refused(TableRows rows, String reason) {}
