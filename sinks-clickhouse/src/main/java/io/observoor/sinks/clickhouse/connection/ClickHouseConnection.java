package io.observoor.sinks.clickhouse.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import com.google.gson.Gson;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.schema.Ddl;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one server, for as many threads as there are workers. Never interrupt a thread
 * that waits for an answer: {@link #close} ends the request.
 */
public final class ClickHouseConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");
  private static final String SYSTEM = "system";
  private static final String SUMMARY = "X-ClickHouse-Summary";
  private static final Gson GSON = new Gson();

  private final Client client;
  private final Endpoint endpoint;
  private final String database;

  ClickHouseConnection(Client client, Endpoint endpoint, String database) {
    this.client = client;
    this.endpoint = endpoint;
    this.database = database;
  }

  /** The server. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Inserts rows. They are in the table when this returns.
   *
   * @param table the name, without a database
   * @param columns the names of the columns in the body; the others get their defaults
   * @param format the format of the body
   * @param token ClickHouse drops a second insert with the same token; empty for none
   * @param rows the number of rows in the body
   * @param body writes the rows; may be called again after a failure
   */
  public void insert(
      String table,
      List<String> columns,
      ClickHouseFormat format,
      String token,
      long rows,
      DataStreamWriter body)
      throws ServerFailure {
    String request = "insert into %s.%s on %s".formatted(database, table, endpoint);
    InsertSettings settings = new InsertSettings();
    if (!token.isEmpty()) {
      settings.setDeduplicationToken(token);
    }
    List<String> names = columns.stream().map(Ddl::quote).toList();
    try (InsertResponse response =
        client.insert(Ddl.quote(table), names, body, format, settings).join()) {
      // after a header with status 200, only the body reports an error
      if (response.getResponseHeaders().containsKey(SUMMARY) && response.getWrittenRows() < rows) {
        throw new ServerFailure(
            FailureKind.UNCONFIRMED,
            0,
            request,
            "%d of %d".formatted(response.getWrittenRows(), rows),
            null);
      }
    } catch (RuntimeException e) {
      throw FailureClassifier.classify(request, e);
    }
  }

  /**
   * Runs a query or another statement in a database and returns the fields of its rows as text.
   *
   * @throws SinkException when the server does not answer or refuses the statement
   */
  public List<List<String>> query(String inDatabase, String sql) throws SinkException {
    try {
      return run("run '%s' on %s".formatted(sql, endpoint), sql, inDatabase);
    } catch (ServerFailure e) {
      throw new SinkException(e.getMessage(), e);
    }
  }

  /** Checks that the server answers, without using the database. */
  void check() throws ServerFailure {
    run("connect to " + endpoint, "SELECT version()", SYSTEM);
  }

  private List<List<String>> run(String request, String sql, String inDatabase)
      throws ServerFailure {
    QuerySettings settings =
        new QuerySettings()
            .setFormat(ClickHouseFormat.JSONCompactStringsEachRow)
            .setDatabase(inDatabase);
    QueryResponse response = null;
    try {
      response = client.query(sql, settings).join();
      return new String(response.getInputStream().readAllBytes(), UTF_8)
          .lines()
          .map(row -> List.of(GSON.fromJson(row, String[].class)))
          .toList();
    } catch (IOException | RuntimeException e) {
      throw FailureClassifier.classify(request, e);
    } finally {
      close(response);
    }
  }

  private static void close(QueryResponse response) {
    try {
      if (response != null) {
        response.close();
      }
    } catch (Exception e) {
      // the answer has been read, or its failure is being thrown
      LOG.debug("cannot close a response of ClickHouse", e);
    }
  }

  /** Closes the connection; requests in progress fail. */
  @Override
  public void close() {
    client.close();
  }
}
