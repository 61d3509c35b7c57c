/** Writes windows to ClickHouse. */
package io.observoor.sinks.clickhouse;
