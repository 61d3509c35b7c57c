/** The quarantine: files of rows that ClickHouse refuses, and the shell commands that send them. */
package io.observoor.sinks.clickhouse.quarantine;
