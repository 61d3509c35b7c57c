/** Rows into a real ClickHouse server: the sink's way, others, and the reference's. */
package io.observoor.benchmarks.clickhouse;
