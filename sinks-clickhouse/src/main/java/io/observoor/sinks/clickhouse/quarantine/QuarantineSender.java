package io.observoor.sinks.clickhouse.quarantine;

import com.clickhouse.data.ClickHouseFormat;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.ServerFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** Sends files of refused rows again. */
final class QuarantineSender {
  private final Quarantine quarantine;
  private final ClickHouseConnection connection;

  QuarantineSender(Quarantine quarantine, ClickHouseConnection connection) {
    this.quarantine = quarantine;
    this.connection = connection;
  }

  /**
   * Inserts the rows of a file and deletes it. Rows that are in the table already replace
   * themselves.
   */
  void send(QuarantineFile file) throws ServerFailure, SinkException, IOException {
    long begin = file.rowsBegin();
    connection.insert(
        file.table(),
        List.of(),
        ClickHouseFormat.JSONEachRow,
        "",
        file.rows(),
        out -> {
          try (InputStream in = Files.newInputStream(file.path())) {
            in.skipNBytes(begin);
            in.transferTo(out);
          }
        });
    quarantine.remove(file);
  }
}
