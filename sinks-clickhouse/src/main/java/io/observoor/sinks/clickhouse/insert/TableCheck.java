package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.util.Optional;

/** Checks that tables can accept rows. */
@FunctionalInterface
public interface TableCheck {

  /**
   * Checks a table before its first insert, and again after the server refused the table or its
   * columns. Creates or alters the table if the configuration allows it. One thread at a time.
   *
   * @return why the table cannot accept rows, permanently; empty when it can
   * @throws SinkException when the check itself fails
   */
  Optional<String> ensure(TableSchema schema) throws SinkException;
}
