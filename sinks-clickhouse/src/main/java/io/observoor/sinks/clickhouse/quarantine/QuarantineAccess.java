package io.observoor.sinks.clickhouse.quarantine;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;

/** What the shell's commands need of the sink; registered as a service when it is configured. */
public interface QuarantineAccess {

  /** The files. */
  Quarantine quarantine();

  /** A connection for one command; the caller closes it. */
  ClickHouseConnection connect() throws SinkException;
}
