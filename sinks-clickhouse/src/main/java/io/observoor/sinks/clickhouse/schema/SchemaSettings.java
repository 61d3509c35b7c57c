package io.observoor.sinks.clickhouse.schema;

import java.time.Duration;

/**
 * The configuration of the schema.
 *
 * @param database the database of the tables
 * @param makeTables whether to create and alter the database and the tables, or only check them
 * @param cluster whether each table is a replicated {@code <name>_local} behind a distributed
 *     table, on the cluster that the server's macro {@code cluster} names
 * @param timeToLive the age at which ClickHouse deletes rows, in whole seconds; zero for never
 */
public record SchemaSettings(
    String database, boolean makeTables, boolean cluster, Duration timeToLive) {}
