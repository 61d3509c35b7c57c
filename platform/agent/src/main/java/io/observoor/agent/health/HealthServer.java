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
 * A small HTTP server for two pages. Whoever asks gets them: they hold no secret, and nothing can
 * be changed. A client that is slow delays nobody else, and is hung up on in the end.
 */
final class HealthServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);

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
   * Begins to listen.
   *
   * @param metrics what /metrics shows, asked for at each request; any thread
   * @throws IOException when the address cannot be had
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

  /** The JDK's server reads its limits, in seconds, from properties and has none by itself. */
  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** Where it is, with the port that it got. */
  String url() {
    String host = address.host().isEmpty() ? "localhost" : address.host();
    return "http://" + new ListenAddress(host, server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, PLAIN_TEXT, text("only GET and HEAD\n"));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> metrics(exchange);
        case "/healthz" -> send(exchange, 200, PLAIN_TEXT, text("ok\n"));
        default -> send(exchange, 404, PLAIN_TEXT, text("there are /metrics and /healthz\n"));
      }
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream(16 << 10);
    try {
      writer.write(page, metrics.get(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (RuntimeException unexpected) {
      // a bundle was stopped meanwhile, or one of ours is wrong: the next request may do better
      LOG.warn("cannot put /metrics together: {}", unexpected.toString());
      LOG.debug("failed", unexpected);
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

  /** Hangs up at once. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
