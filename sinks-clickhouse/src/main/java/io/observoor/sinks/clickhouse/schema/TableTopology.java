package io.observoor.sinks.clickhouse.schema;

/** How tables are spread over servers. */
public enum TableTopology {
  /** One table on one server. */
  SINGLE("clickhouse"),
  /** A replicated table on each server of a cluster, behind a distributed table. */
  CLUSTER("clickhouse-cluster");

  private final String folder;

  TableTopology(String folder) {
    this.folder = folder;
  }

  /** Returns the folder of the migrations. */
  public String folder() {
    return folder;
  }
}
