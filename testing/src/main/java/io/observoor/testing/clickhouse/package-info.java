/**
 * A real ClickHouse for tests, from libchdb.so: a server in a child process ({@link
 * io.observoor.testing.clickhouse.ClickHouseServer}) or a single query.
 */
package io.observoor.testing.clickhouse;
