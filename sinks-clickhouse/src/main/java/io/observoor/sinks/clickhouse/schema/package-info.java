/**
 * The schema in ClickHouse: DDL from the declarations of tables, numbered migrations in
 * golang-migrate's format, and the comparison with the tables of a server.
 */
package io.observoor.sinks.clickhouse.schema;
