package io.observoor.sinks.clickhouse.schema;

import java.util.List;

/**
 * A table of the server, as {@code system.tables} describes it.
 *
 * @param name the name
 * @param engine the name of the engine
 * @param engineFull the engine with its parameters, keys and TTL
 * @param partitionKey the expression of the partition key
 * @param sortingKey the sorting key; empty for a distributed table
 */
record ServerTable(
    String name, String engine, String engineFull, String partitionKey, String sortingKey) {

  boolean isDistributed() {
    return engine.equals("Distributed");
  }

  boolean holdsRows() {
    return engine.endsWith("MergeTree");
  }

  /** Returns the columns and expressions of the sorting key. */
  List<String> sortingColumns() {
    return sortingKey.isEmpty() ? List.of() : List.of(sortingKey.split(", *", -1));
  }

  /** Returns the time column of the partition key; empty when it is not one of the agent's. */
  String timeColumn() {
    if (partitionKey.contains("window_start")) {
      return "window_start";
    }
    return partitionKey.contains("event_time") ? "event_time" : "";
  }
}
