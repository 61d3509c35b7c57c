package io.observoor.sinks.clickhouse.schema;

import java.time.Duration;

/**
 * What the configuration says about the tables.
 *
 * @param database the database that they are in
 * @param makeTables make the database and the tables, and change them when that is needed; else
 *     they are only looked at
 * @param cluster a replicated table {@code <name>_local} and a distributed one on the cluster that
 *     the server's macro {@code cluster} names, in place of one table on one server
 * @param timeToLive the age at which ClickHouse deletes rows, in whole seconds; zero for never
 */
public record SchemaSettings(
    String database, boolean makeTables, boolean cluster, Duration timeToLive) {}
