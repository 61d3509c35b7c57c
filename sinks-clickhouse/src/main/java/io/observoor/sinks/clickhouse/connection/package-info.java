/**
 * The connection to ClickHouse through its own client: endpoints that stand in for each other, TLS,
 * and what the server's refusals mean.
 */
package io.observoor.sinks.clickhouse.connection;
