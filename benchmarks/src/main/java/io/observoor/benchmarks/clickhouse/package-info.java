/** Measures inserts into a real ClickHouse server: the sink's, the reference's and others. */
package io.observoor.benchmarks.clickhouse;
