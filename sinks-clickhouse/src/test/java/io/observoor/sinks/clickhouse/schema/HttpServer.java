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
 * A real server over plain HTTP. It remembers what was executed, can be told to fail, and, for the
 * form of a cluster, can leave out of statements what only a real cluster has.
 */
final class HttpServer implements Server, AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String endpoint;
  private final UnaryOperator<String> change;

  /** What was executed, as it was asked for. */
  final List<String> executed = new CopyOnWriteArrayList<>();

  /** Statements that contain this fail; empty for none. */
  volatile String failing = "";

  private HttpServer(String endpoint, UnaryOperator<String> change) {
    this.endpoint = endpoint;
    this.change = change;
  }

  static HttpServer at(String endpoint) {
    return new HttpServer(endpoint, statement -> statement);
  }

  /**
   * One server that passes for a cluster: without replication and without queries that run on every
   * server, which is all that the engine of the tests cannot do.
   */
  static HttpServer clusterAt(String endpoint) {
    return new HttpServer(endpoint, HttpServer::withoutReplication);
  }

  static String withoutReplication(String statement) {
    return statement
        .replace(" ON CLUSTER '{cluster}'", "")
        .replaceFirst(
            "ReplicatedReplacingMergeTree\\('/clickhouse/\\{cluster}/\\{database}/tables/\\{table}/\\{shard}', '\\{replica}', ",
            "ReplacingMergeTree(");
  }

  @Override
  public Statements in(String database) {
    return new Statements() {
      @Override
      public List<List<String>> query(String sql) throws SinkException {
        failIfTold(sql);
        return send(database, sql).lines().map(line -> List.of(line.split("\t", -1))).toList();
      }

      @Override
      public void execute(String sql) throws SinkException {
        executed.add(sql);
        failIfTold(sql);
        send(database, change.apply(sql));
      }
    };
  }

  private void failIfTold(String sql) throws SinkException {
    if (!failing.isEmpty() && sql.contains(failing)) {
      throw new SinkException("told to fail");
    }
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
