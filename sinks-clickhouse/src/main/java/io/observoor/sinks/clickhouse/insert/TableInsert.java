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

/** Inserts the rows of one table at once; after a refusal, finds the bad rows by bisection. */
final class TableInsert {
  /**
   * Limits the refused inserts of a bisection: enough to find about 40 bad rows among 10,000. The
   * ranges that remain are refused as a whole.
   */
  private static final int MAX_REFUSALS = 500;

  private final ClickHouseConnection connection;
  private final String installation;
  private final TableCheck tableCheck;
  private final NativeBlock block;
  private final InsertStatistics statistics;
  private final List<RefusedRows> refused = new ArrayList<>();
  private int refusals;

  TableInsert(
      ClickHouseConnection connection,
      String installation,
      TableCheck tableCheck,
      NativeBlock block,
      InsertStatistics statistics) {
    this.connection = connection;
    this.installation = installation;
    this.tableCheck = tableCheck;
    this.block = block;
    this.statistics = statistics;
  }

  /**
   * Inserts rows.
   *
   * @param accepted whether the table has accepted rows of this schema before
   * @return the refused rows
   * @throws ServerFailure when the server caused the failure, or may have
   */
  List<RefusedRows> insert(TableRows rows, boolean accepted) throws ServerFailure, SinkException {
    if (accepted) {
      try {
        send(rows);
        return refused;
      } catch (ServerFailure e) {
        if (e.kind().blame() != Blame.TABLE) {
          handle(rows, e);
          return refused;
        }
        // the table was dropped or altered: the check may repair it
      }
    }
    Optional<String> problem = tableCheck.ensure(rows.schema());
    if (problem.isPresent()) {
      refused.add(new RefusedRows(rows, problem.get()));
    } else {
      attempt(rows);
    }
    return refused;
  }

  private void handle(TableRows rows, ServerFailure failure) throws ServerFailure {
    switch (failure.kind().blame()) {
      case SERVER, UNCLEAR, TRANSIENT -> throw failure;
      case TABLE -> refused.add(new RefusedRows(rows, failure.getMessage()));
      case ROWS -> {
        refusals++;
        if (rows.rows() == 1 || refusals > MAX_REFUSALS) {
          refused.add(new RefusedRows(rows, failure.getMessage()));
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
      handle(rows, e);
    }
  }

  private void send(TableRows rows) throws ServerFailure {
    List<String> columns = rows.schema().columns().stream().map(Column::name).toList();
    DataStreamWriter body = out -> block.write(rows, out);
    long start = System.nanoTime();
    try {
      connection.insert(
          rows.table(),
          columns,
          ClickHouseFormat.Native,
          rows.token(installation),
          rows.rows(),
          body);
      statistics.inserted(rows.rows(), System.nanoTime() - start);
    } catch (ServerFailure e) {
      statistics.failed(e.kind(), System.nanoTime() - start);
      throw e;
    }
  }
}
