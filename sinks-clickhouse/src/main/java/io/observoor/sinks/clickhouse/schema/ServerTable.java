package io.observoor.sinks.clickhouse.schema;

import java.util.List;

/**
 * A table that the server has.
 *
 * @param name its name
 * @param engine its engine's name
 * @param engineFull its engine with all that belongs to it
 * @param partitionKey how it is divided
 * @param sortingKey its sorting key; empty for a distributed table
 */
record ServerTable(
    String name, String engine, String engineFull, String partitionKey, String sortingKey) {

  boolean isDistributed() {
    return engine.equals("Distributed");
  }

  boolean holdsRows() {
    return engine.endsWith("MergeTree");
  }

  /** The columns and expressions of the sorting key. */
  List<String> sortingColumns() {
    return sortingKey.isEmpty() ? List.of() : List.of(sortingKey.split(", *", -1));
  }

  /** The column of time by which it is divided; empty when that is none of ours. */
  String timeColumn() {
    if (partitionKey.contains("window_start")) {
      return "window_start";
    }
    return partitionKey.contains("event_time") ? "event_time" : "";
  }
}
