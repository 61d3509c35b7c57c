package io.observoor.agent.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.observoor.agent.configuration.ListenAddress;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server of two pages, without authentication: they contain no secret and change nothing. A
 * slow client does not delay others, and is disconnected after a timeout.
 */
final class HealthServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("health");

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
  private static final int BACKLOG = 16;
  private static final int CONNECTIONS = 64;
  private static final int IDLE_SECONDS = 10;

  private final HttpServer server;
  private final ExecutorService requests;
  private final ListenAddress address;
  private final Supplier<MetricSnapshots> metrics;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  private HealthServer(
      HttpServer server, ListenAddress address, Supplier<MetricSnapshots> metrics) {
    this.server = server;
    this.address = address;
    this.metrics = metrics;
    requests =
        new ThreadPoolExecutor(
            0,
            CONNECTIONS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("observoor-health-", 0).factory());
    server.setExecutor(requests);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Starts listening.
   *
   * @param metrics called for each request of /metrics, on any thread
   * @throws IOException if the address is not available
   */
  static HealthServer open(ListenAddress address, Supplier<MetricSnapshots> metrics)
      throws IOException {
    limit("sun.net.httpserver.maxReqTime", 10);
    limit("sun.net.httpserver.maxRspTime", 10);
    limit("jdk.httpserver.maxConnections", CONNECTIONS);
    InetSocketAddress socket =
        address.host().isEmpty()
            ? new InetSocketAddress(address.port())
            : new InetSocketAddress(address.host(), address.port());
    if (socket.isUnresolved()) {
      throw new UnknownHostException("no such host");
    }
    return new HealthServer(HttpServer.create(socket, BACKLOG), address, metrics);
  }

  /** Sets a limit of the JDK's server, which has none by default. */
  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** The base URL, with the actual port. */
  String url() {
    String host = address.host().isEmpty() ? "localhost" : address.host();
    return "http://" + new ListenAddress(host, server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, PLAIN_TEXT, text("only GET and HEAD are allowed\n"));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> metrics(exchange);
        case "/healthz" -> send(exchange, 200, PLAIN_TEXT, text("ok\n"));
        default ->
            send(
                exchange,
                404,
                PLAIN_TEXT,
                text("not found: the pages are /metrics and /healthz\n"));
      }
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream(16 << 10);
    try {
      writer.write(page, metrics.get(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (RuntimeException unexpected) {
      // for example because a bundle was stopped during the request
      LOG.warn("cannot collect the metrics for /metrics: {}", unexpected.toString());
      LOG.debug("collecting metrics failed", unexpected);
      send(exchange, 500, PLAIN_TEXT, text("not available: " + unexpected + "\n"));
      return;
    }
    send(exchange, 200, PrometheusTextFormatWriter.CONTENT_TYPE, page.toByteArray());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] page)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, page.length);
    exchange.getResponseBody().write(page);
  }

  /** Closes all connections at once. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
