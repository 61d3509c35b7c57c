package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.util.Optional;

/** Who looks after the tables. */
@FunctionalInterface
public interface Tables {

  /**
   * Called before the first rows of a table, and again when the server refuses the table or its
   * columns: makes them where that is allowed. One thread at a time.
   *
   * @return why no row can go there, which no trying again changes; empty when they can
   * @throws SinkException when the server cannot be asked
   */
  Optional<String> ensure(TableSchema schema) throws SinkException;
}
