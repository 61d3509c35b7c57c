package io.observoor.sinks.clickhouse.connection;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one server; any thread, as many as there are workers. A thread that waits for an
 * answer is not to be interrupted but by {@link #close}.
 */
public final class ClickHouseConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseConnection.class);
  private static final String SYSTEM = "system";
  private static final String SUMMARY = "X-ClickHouse-Summary";

  private final Client client;
  private final Endpoint endpoint;
  private final String database;

  ClickHouseConnection(Client client, Endpoint endpoint, String database) {
    this.client = client;
    this.endpoint = endpoint;
    this.database = database;
  }

  /** Which server it is. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The database of the tables. */
  public String database() {
    return database;
  }

  /**
   * Inserts rows; they are in the table when this returns.
   *
   * @param table its name, without a database
   * @param columns the names of the columns that are sent; the others get their defaults
   * @param format how they are sent
   * @param token two inserts of one token are one to ClickHouse; empty for none
   * @param rows how many are sent
   * @param body writes them; may be called again after a failure
   */
  public void insert(
      String table,
      List<String> columns,
      ClickHouseFormat format,
      String token,
      long rows,
      DataStreamWriter body)
      throws ServerFailure {
    String what = "insert into %s.%s on %s".formatted(database, table, endpoint);
    InsertSettings settings = new InsertSettings();
    if (!token.isEmpty()) {
      settings.setDeduplicationToken(token);
    }
    List<String> names = columns.stream().map(ClickHouseConnection::quote).toList();
    try (InsertResponse response =
        client.insert(quote(table), names, body, format, settings).join()) {
      // an error after the header of an answer that began well is in its body only
      if (response.getResponseHeaders().containsKey(SUMMARY) && response.getWrittenRows() < rows) {
        throw new ServerFailure(
            FailureKind.UNCONFIRMED,
            0,
            what,
            "%d of %d".formatted(response.getWrittenRows(), rows),
            null);
      }
    } catch (RuntimeException e) {
      throw Failures.of(what, e);
    }
  }

  /**
   * Runs a query in a database, or a statement, and returns the fields of its rows as text.
   *
   * @throws SinkException when the server cannot be reached or refuses it
   */
  public List<List<String>> query(String in, String sql) throws SinkException {
    try {
      return ask("run '%s' on %s".formatted(sql, endpoint), sql, in);
    } catch (ServerFailure e) {
      throw new SinkException(e.getMessage(), e);
    }
  }

  /** Asks what needs no database, to see whether the server answers. */
  void check() throws ServerFailure {
    ask("connect to " + endpoint, "SELECT version()", SYSTEM);
  }

  private List<List<String>> ask(String what, String sql, String in) throws ServerFailure {
    QuerySettings settings =
        new QuerySettings().setFormat(ClickHouseFormat.TabSeparated).setDatabase(in);
    QueryResponse response = null;
    try {
      response = client.query(sql, settings).join();
      return TabSeparated.parse(response.getInputStream().readAllBytes());
    } catch (IOException | RuntimeException e) {
      throw Failures.of(what, e);
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
      // what it had to say is read, or its failure is known
      LOG.debug("closing an answer of ClickHouse", e);
    }
  }

  /** A name that may be anything. */
  public static String quote(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** Ends it; requests that are under way fail. */
  @Override
  public void close() {
    client.close();
  }
}
