/** The ClickHouse sink: inserts the rows of every window into ClickHouse tables. */
package io.observoor.sinks.clickhouse;
