package io.observoor.sinks.clickhouse.insert;

import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.data.ClickHouseFormat;
import io.observoor.api.batch.Column;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import io.observoor.sinks.clickhouse.connection.ServerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inserts the rows of one table, all at once or, where some of them are bad, without those. */
final class TableInsert {
  /**
   * How many refusals are taken to find the bad rows of an insert: some forty single ones among
   * 10,000 rows. What has not been told apart by then is refused together.
   */
  private static final int PATIENCE = 500;

  private final ClickHouseConnection connection;
  private final String installation;
  private final Tables tables;
  private final NativeBlock block;
  private final InsertStatistics statistics;
  private final List<Refused> refused = new ArrayList<>();
  private int refusals;

  TableInsert(
      ClickHouseConnection connection,
      String installation,
      Tables tables,
      NativeBlock block,
      InsertStatistics statistics) {
    this.connection = connection;
    this.installation = installation;
    this.tables = tables;
    this.block = block;
    this.statistics = statistics;
  }

  /**
   * Inserts rows.
   *
   * @param known whether rows of these columns have got into the table before
   * @return what was refused
   * @throws ServerFailure when it is the place's fault, or may be
   */
  List<Refused> insert(TableRows rows, boolean known) throws ServerFailure, SinkException {
    if (known) {
      try {
        send(rows);
        return refused;
      } catch (ServerFailure e) {
        if (e.kind().blame() != Blame.TABLE) {
          divide(rows, e);
          return refused;
        }
        // it was there before: it may be made or mended again
      }
    }
    Optional<String> unusable = tables.ensure(rows.schema());
    if (unusable.isPresent()) {
      refused.add(new Refused(rows, unusable.get()));
    } else {
      attempt(rows);
    }
    return refused;
  }

  private void divide(TableRows rows, ServerFailure failure) throws ServerFailure {
    switch (failure.kind().blame()) {
      case PLACE, UNCLEAR, PASSING -> throw failure;
      case TABLE -> refused.add(new Refused(rows, failure.getMessage()));
      case ROWS -> {
        refusals++;
        if (rows.rows() == 1 || refusals > PATIENCE) {
          refused.add(new Refused(rows, failure.getMessage()));
          return;
        }
        int half = rows.rows() / 2;
        attempt(rows.part(0, half));
        attempt(rows.part(half, rows.rows()));
      }
    }
  }

  private void attempt(TableRows rows) throws ServerFailure {
    try {
      send(rows);
    } catch (ServerFailure e) {
      divide(rows, e);
    }
  }

  private void send(TableRows rows) throws ServerFailure {
    List<String> columns = rows.schema().columns().stream().map(Column::name).toList();
    DataStreamWriter body = out -> block.write(rows, out);
    long began = System.nanoTime();
    try {
      connection.insert(
          rows.table(),
          columns,
          ClickHouseFormat.Native,
          rows.token(installation),
          rows.rows(),
          body);
      statistics.inserted(rows.rows(), System.nanoTime() - began);
    } catch (ServerFailure e) {
      statistics.failed(e.kind(), System.nanoTime() - began);
      throw e;
    }
  }
}
