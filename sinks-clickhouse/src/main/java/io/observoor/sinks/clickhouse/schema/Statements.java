package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.util.List;

/**
 * Runs statements in one database of a server: names without a database belong to it. Blocks; each
 * call stands for itself, without a session.
 */
public interface Statements {

  /**
   * Runs a query and returns the fields of its rows as ClickHouse writes them as raw text. The
   * queries of this package return few rows.
   *
   * @throws SinkException when the server cannot be reached or refuses it; the message has the
   *     server's
   */
  List<List<String>> query(String sql) throws SinkException;

  /**
   * Runs a statement that returns no rows.
   *
   * @throws SinkException as {@link #query}
   */
  void execute(String sql) throws SinkException;
}
