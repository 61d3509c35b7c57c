/** Rows that ClickHouse refuses, in files for people, and how they are sent again. */
package io.observoor.sinks.clickhouse.quarantine;
