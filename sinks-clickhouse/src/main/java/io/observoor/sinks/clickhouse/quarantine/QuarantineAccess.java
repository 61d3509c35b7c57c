package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;

/** Gives the shell's commands access to the quarantine of a configured sink. */
public interface QuarantineAccess {

  /** Returns the quarantine. */
  Quarantine quarantine();

  /** Opens a connection, which the caller closes. */
  ClickHouseConnection connect() throws SinkException;
}
