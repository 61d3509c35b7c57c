/**
 * Inserts: the pending rows of each table, their encoding in ClickHouse's columnar Native format,
 * and the concurrent inserts of all tables.
 */
package io.observoor.sinks.clickhouse.insert;
