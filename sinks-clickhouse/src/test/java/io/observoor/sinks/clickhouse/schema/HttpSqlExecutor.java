package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.sink.SinkException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Executes statements on a real server over plain HTTP. Records the statements that are not
 * queries, fails on demand, and can remove the clauses that require a cluster.
 */
final class HttpSqlExecutor implements SqlExecutor, AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String endpoint;
  private final UnaryOperator<String> change;

  /** The executed statements that are not queries, unchanged. */
  final List<String> executed = new CopyOnWriteArrayList<>();

  /** Statements that contain this text fail; empty for none. */
  volatile String failing = "";

  private HttpSqlExecutor(String endpoint, UnaryOperator<String> change) {
    this.endpoint = endpoint;
    this.change = change;
  }

  static HttpSqlExecutor at(String endpoint) {
    return new HttpSqlExecutor(endpoint, statement -> statement);
  }

  /**
   * Creates an executor for the topology of a cluster on one server: removes replication and ON
   * CLUSTER, which the engine of the tests lacks.
   */
  static HttpSqlExecutor clusterAt(String endpoint) {
    return new HttpSqlExecutor(endpoint, HttpSqlExecutor::withoutReplication);
  }

  static String withoutReplication(String statement) {
    return statement
        .replace(" ON CLUSTER '{cluster}'", "")
        .replaceFirst(
            "ReplicatedReplacingMergeTree\\('/clickhouse/\\{cluster}/\\{database}/tables/\\{table}/\\{shard}', '\\{replica}', ",
            "ReplacingMergeTree(");
  }

  @Override
  public List<List<String>> execute(String database, String sql) throws SinkException {
    boolean isQuery = sql.startsWith("SELECT");
    if (!isQuery) {
      executed.add(sql);
    }
    if (!failing.isEmpty() && sql.contains(failing)) {
      throw new SinkException("told to fail");
    }
    return send(database, isQuery ? sql : change.apply(sql))
        .lines()
        .map(line -> List.of(line.split("\t", -1)))
        .toList();
  }

  private String send(String database, String sql) throws SinkException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          endpoint
                              + "/?default_format=TSVRaw&database="
                              + URLEncoder.encode(database, StandardCharsets.UTF_8)))
                  .POST(HttpRequest.BodyPublishers.ofString(sql))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new SinkException(response.body().strip());
      }
      return response.body();
    } catch (IOException e) {
      throw new SinkException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
