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

/** A real HTTP server that answers as its test wants, and keeps what it answered 200 to. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private volatile Behaviour behaviour = (_, _) -> 200;

  /** What arrived. */
  record Request(HttpExchange exchange, List<String> lines, long nanos) {
    String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }
  }

  /** Decides about a request. */
  @FunctionalInterface
  interface Behaviour {
    /**
     * The status to answer with, or 0 when it has answered itself, or will not.
     *
     * @param number which request it is, from 1 on
     */
    int answer(int number, Request request) throws IOException, InterruptedException;
  }

  private Receiver(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  static Receiver start() throws IOException {
    return new Receiver(HttpServer.create(loopback(), 0));
  }

  static Receiver encrypted(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new Receiver(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  Receiver that(Behaviour wanted) {
    behaviour = wanted;
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

  /** The lines of all requests that were answered 200, sorted. */
  synchronized List<String> taken() {
    return taken.stream().sorted().toList();
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
      int status = behaviour.answer(number, request);
      if (status != 0) {
        if (status == 200) {
          take(request);
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

  /** Keeps the lines of a request. */
  synchronized void take(Request request) {
    taken.addAll(request.lines());
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
