/**
 * A real ClickHouse for tests, out of libchdb.so: as a server in a process of its own ({@link
 * io.observoor.testing.clickhouse.ClickHouseServer}) or for one query.
 */
package io.observoor.testing.clickhouse;
