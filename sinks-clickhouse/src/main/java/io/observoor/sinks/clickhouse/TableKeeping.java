package io.observoor.sinks.clickhouse;

import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.insert.Tables;
import java.util.Optional;

/** Who gets the tables ready when the sink has connected. */
@FunctionalInterface
interface TableKeeping {
  /** Nobody: they are there, or are not. */
  TableKeeping NONE = _ -> _ -> Optional.empty();

  /**
   * Gets them ready.
   *
   * @throws SinkException when the sink must not begin now
   */
  Tables prepare(ClickHouseConnection connection) throws SinkException;
}
