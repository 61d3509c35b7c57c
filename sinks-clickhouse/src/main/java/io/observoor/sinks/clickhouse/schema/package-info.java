/**
 * The tables in ClickHouse: their statements, made from the declarations; the numbered migrations
 * in golang-migrate's format; and what a server has of them.
 */
package io.observoor.sinks.clickhouse.schema;
