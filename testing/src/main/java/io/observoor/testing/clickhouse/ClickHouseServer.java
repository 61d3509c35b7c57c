package io.observoor.testing.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.testing.Await;
import io.observoor.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A ClickHouse server in a child process, which keeps its ports and its directory over restarts. It
 * ends with its parent, even if that is killed.
 *
 * <p>It has the users {@code default} without a password and {@code observoor} with {@link
 * #PASSWORD}, a cluster {@code test} of itself, and the macros cluster, shard and replica.
 */
public final class ClickHouseServer implements AutoCloseable {
  /** Password of the user {@code observoor}. */
  public static final String PASSWORD = "a secret";

  private final Path directory;
  private final String users;
  private final int httpPort;
  private final int nativePort;
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;

  private ClickHouseServer(Path directory, String users) {
    this.directory = directory.toAbsolutePath();
    this.users = users;
    httpPort = FreePort.next();
    nativePort = FreePort.next();
  }

  /** Starts a server with its data in a directory; returns when it answers. */
  public static ClickHouseServer start(Path directory) {
    return start(directory, "");
  }

  /**
   * Starts a server with further users.
   *
   * @param users child elements of {@code users} in ClickHouse's users.xml
   */
  public static ClickHouseServer start(Path directory, String users) {
    ClickHouseServer server = new ClickHouseServer(directory, users);
    server.start();
    return server;
  }

  /** Returns the port of the HTTP interface on 127.0.0.1. */
  public int httpPort() {
    return httpPort;
  }

  /** Returns the port of the native protocol on 127.0.0.1. */
  public int nativePort() {
    return nativePort;
  }

  /** Returns the address of the HTTP interface without a trailing slash. */
  public String endpoint() {
    return "http://127.0.0.1:" + httpPort;
  }

  /** Returns the server's pid. */
  public long pid() {
    return process.pid();
  }

  /** Restarts the server after {@link #kill} or {@link #stop}. */
  public void start() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("the server runs already");
    }
    try {
      Files.createDirectories(directory);
      Path log = directory.resolve("server.log");
      process =
          new ProcessBuilder(
                  ClickHouseLibrary.command(
                      List.of(
                          "--path=" + directory.resolve("data"),
                          "--config-file=" + configuration(),
                          "--listen_host=127.0.0.1",
                          "--http_port=" + httpPort,
                          "--tcp_port=" + nativePort,
                          "--query=SYSTEM START LISTEN QUERIES ALL;"
                              // runs until standard input ends, so at most as long as its test
                              + " SELECT * FROM file('/dev/stdin', 'LineAsString', 'l String') FORMAT Null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      awaitAnswer(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer(Path log) throws IOException {
    try {
      Await.until(
          "ClickHouse answers",
          this::answers,
          answered -> {
            if (!answered && !process.isAlive()) {
              throw new AssertionError("ClickHouse ended with " + process.exitValue());
            }
            return answered;
          });
    } catch (AssertionError e) {
      process.destroyForcibly();
      throw new AssertionError("ClickHouse does not start: " + Files.readString(log), e);
    }
  }

  /** Tests whether the server answers. */
  public boolean answers() {
    try {
      return send("/", "SELECT 1", Duration.ofSeconds(5)).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a statement as the user default; returns the fields of each line. */
  public List<List<String>> query(String sql) {
    try {
      HttpResponse<String> response = send("/?default_format=TSVRaw", sql, Await.DEADLINE);
      if (response.statusCode() != 200) {
        throw new AssertionError("ClickHouse refuses " + sql + ": " + response.body());
      }
      return response.body().lines().map(line -> List.of(line.split("\t", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the only field of a query's only line. */
  public String value(String sql) {
    return query(sql).getFirst().getFirst();
  }

  private HttpResponse<String> send(String path, String body, Duration timeout) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(endpoint() + path))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .timeout(timeout)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Ends the server in order. */
  public void stop() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(Await.DEADLINE)) {
        kill();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    client.close();
    if (process.isAlive()) {
      kill();
    }
  }

  private Path configuration() throws IOException {
    Path file = directory.resolve("users.xml");
    Files.writeString(
        file,
        """
        <clickhouse>
          <profiles><default/></profiles>
          <quotas><default/></quotas>
          <users>
            <default>
              <password></password>
              <networks><ip>::/0</ip></networks>
              <profile>default</profile>
              <quota>default</quota>
              <access_management>1</access_management>
            </default>
            <observoor>
              <password>%s</password>
              <networks><ip>::/0</ip></networks>
              <profile>default</profile>
              <quota>default</quota>
            </observoor>
            %s
          </users>
        </clickhouse>
        """
            .formatted(PASSWORD, users),
        UTF_8);
    Path configuration = directory.resolve("config.xml");
    Files.writeString(
        configuration,
        """
        <clickhouse>
          <user_directories><users_xml><path>%s</path></users_xml></user_directories>
          <macros><cluster>test</cluster><shard>1</shard><replica>1</replica></macros>
          <remote_servers>
            <test><shard><replica><host>127.0.0.1</host><port>%d</port></replica></shard></test>
          </remote_servers>
        </clickhouse>
        """
            .formatted(file, nativePort),
        UTF_8);
    return configuration;
  }
}
