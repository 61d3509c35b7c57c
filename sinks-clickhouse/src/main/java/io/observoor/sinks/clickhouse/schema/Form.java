package io.observoor.sinks.clickhouse.schema;

/** Where the tables are. */
public enum Form {
  /** On one server. */
  SINGLE("clickhouse"),
  /** On each server of a cluster, replicated, with a distributed table before them. */
  CLUSTER("clickhouse-cluster");

  private final String folder;

  Form(String folder) {
    this.folder = folder;
  }

  /** The folder of its migrations. */
  public String folder() {
    return folder;
  }
}
