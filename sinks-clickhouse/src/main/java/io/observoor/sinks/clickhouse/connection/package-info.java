/**
 * The connection to ClickHouse through its Java client: endpoints with failover, credentials, TLS,
 * and the classification of failures.
 */
package io.observoor.sinks.clickhouse.connection;
