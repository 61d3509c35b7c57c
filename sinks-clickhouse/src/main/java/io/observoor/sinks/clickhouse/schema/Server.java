package io.observoor.sinks.clickhouse.schema;

/** A ClickHouse server, or several that stand in for each other. */
@FunctionalInterface
public interface Server {

  /** Runs statements in a database of it, which need not be there before one of them is run. */
  Statements in(String database);
}
