package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.util.List;

/** Executes SQL statements on a ClickHouse server, each without a session. */
@FunctionalInterface
public interface SqlExecutor {

  /**
   * Executes a statement and returns the fields of its rows as text. Blocks.
   *
   * @param database the database of names without one
   * @throws SinkException with the server's message when it does not answer or refuses the
   *     statement
   */
  List<List<String>> execute(String database, String sql) throws SinkException;
}
