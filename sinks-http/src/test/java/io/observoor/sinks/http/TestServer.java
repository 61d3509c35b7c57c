package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import org.xerial.snappy.Snappy;

/** A real HTTP server that responds as its test demands and keeps the lines it accepts. */
final class TestServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new ArrayList<>();
  private final List<String> accepted = new ArrayList<>();
  private volatile Handler handler = (_, _) -> 200;

  /** A request that arrived. */
  record Request(HttpExchange exchange, List<String> lines, long nanos) {
    String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }
  }

  /** Handles a request. */
  @FunctionalInterface
  interface Handler {
    /**
     * Returns the status to answer with, or 0 if the handler answered itself or sends no answer.
     *
     * @param number the request's number, from 1
     */
    int handle(int number, Request request) throws IOException, InterruptedException;
  }

  private TestServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static TestServer start() throws IOException {
    return new TestServer(HttpServer.create(loopback(), 0));
  }

  static TestServer encrypted(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new TestServer(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  TestServer respond(Handler newHandler) {
    handler = newHandler;
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String address() {
    return "http://127.0.0.1:" + port() + "/rows";
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The lines of all requests answered 200, sorted. */
  synchronized List<String> accepted() {
    return accepted.stream().sorted().toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Request request = new Request(exchange, decoded(exchange, body), System.nanoTime());
    int number;
    synchronized (this) {
      requests.add(request);
      number = requests.size();
    }
    try {
      int status = handler.handle(number, request);
      if (status != 0) {
        if (status == 200) {
          accept(request);
        }
        byte[] text = ("answer to " + number + "\n").getBytes(UTF_8);
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  /** Keeps the lines of an accepted request. */
  synchronized void accept(Request request) {
    accepted.addAll(request.lines());
  }

  private static List<String> decoded(HttpExchange exchange, byte[] body) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    byte[] plain =
        switch (encoding == null ? "" : encoding) {
          case "" -> body;
          case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
          case "deflate" -> new InflaterInputStream(new ByteArrayInputStream(body)).readAllBytes();
          case "zstd" -> new ZstdInputStream(new ByteArrayInputStream(body)).readAllBytes();
          case "snappy" -> Snappy.uncompress(body);
          default -> throw new IOException("unknown encoding " + encoding);
        };
    return new String(plain, UTF_8).lines().toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
