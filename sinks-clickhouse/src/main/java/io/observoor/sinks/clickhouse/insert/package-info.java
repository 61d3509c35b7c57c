/**
 * From batches to inserts: rows of one table across batches, their encoding in ClickHouse's
 * columnar Native format, and the inserts of all tables side by side.
 */
package io.observoor.sinks.clickhouse.insert;
