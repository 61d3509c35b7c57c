package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Posts requests and waits for their outcome. Thread-safe. */
final class RequestSender implements AutoCloseable {
  private static final int MAX_TEXT_BYTES = 300;

  private final Settings settings;
  private final RequestCounters counters;

  /** Null without keep-alive: each request has its own client. */
  private final HttpClient shared;

  RequestSender(Settings settings, RequestCounters counters) {
    this.settings = settings;
    this.counters = counters;
    shared = settings.keepAlive() ? client() : null;
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        // A redirect would send the secret headers to another server.
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(settings.timeout())
        .build();
  }

  /**
   * Opens a connection and closes it; skips this behind a proxy.
   *
   * @throws IOException if the server cannot be reached, or its certificate is not trusted
   */
  void checkConnection() throws IOException {
    Endpoint endpoint = settings.endpoint();
    ProxySelector proxies = ProxySelector.getDefault();
    if (proxies != null
        && proxies.select(endpoint.uri()).stream().anyMatch(it -> it.type() != Proxy.Type.DIRECT)) {
      return;
    }
    int timeout = Math.toIntExact(Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.uri().getHost(), endpoint.port()), timeout);
      if (endpoint.isEncrypted()) {
        socket.setSoTimeout(timeout);
        handshake(socket, endpoint);
      }
    }
  }

  private static void handshake(Socket socket, Endpoint endpoint) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket encrypted =
        (SSLSocket) factory.createSocket(socket, endpoint.uri().getHost(), endpoint.port(), true)) {
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
    }
  }

  /** Posts rows and waits for the outcome. */
  RequestOutcome send(RequestRows.Range rows) throws InterruptedException {
    byte[] body = settings.compression().compress(rows.array(), rows.firstByte(), rows.endByte());
    HttpClient client = shared == null ? client() : shared;
    try {
      RequestOutcome outcome = exchange(client, request(rows, body));
      counters.request(outcome, rows.rows(), body.length);
      return outcome;
    } finally {
      if (shared == null) {
        client.shutdownNow();
        client.close();
      }
    }
  }

  private HttpRequest request(RequestRows.Range rows, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.endpoint().uri())
            .POST(BodyPublishers.ofByteArray(body))
            .setHeader("Content-Type", "application/x-ndjson")
            .setHeader("Idempotency-Key", '"' + rows.key() + '"');
    if (!settings.compression().encoding().isEmpty()) {
      request.setHeader("Content-Encoding", settings.compression().encoding());
    }
    for (Map.Entry<String, String> header : settings.endpoint().headers()) {
      request.header(header.getKey(), header.getValue());
    }
    return request.build();
  }

  private RequestOutcome exchange(HttpClient client, HttpRequest request)
      throws InterruptedException {
    Duration timeout = settings.timeout();
    // HttpRequest.timeout would cover the response's headers only.
    CompletableFuture<HttpResponse<String>> exchange =
        client.sendAsync(request, _ -> beginningOfBody());
    try {
      HttpResponse<String> response = exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return RequestOutcome.of(
          response.statusCode(),
          withoutSecrets(response.body()),
          response.headers().firstValue("Retry-After"),
          response.headers().firstValue("Location"));
    } catch (TimeoutException e) {
      return new RequestOutcome.Failed(
          "no answer within "
              + timeout.toMillis()
              + " ms: see the server's log or raise export_timeout");
    } catch (ExecutionException e) {
      return new RequestOutcome.Failed(reason(e.getCause()));
    } finally {
      exchange.cancel(true);
    }
  }

  /** Reads the body to its end and keeps its beginning as one line. */
  private static BodySubscriber<String> beginningOfBody() {
    ByteBuffer beginning = ByteBuffer.allocate(MAX_TEXT_BYTES);
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(
            part ->
                part.ifPresent(
                    it -> beginning.put(it, 0, Math.min(it.length, beginning.remaining())))),
        _ ->
            new String(beginning.array(), 0, beginning.position(), UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip());
  }

  /** Masks header values: a server may echo them. */
  private String withoutSecrets(String text) {
    String clean = text;
    for (Map.Entry<String, String> header : settings.endpoint().headers()) {
      if (header.getValue().length() > 3) {
        clean = clean.replace(header.getValue(), "***");
      }
    }
    return clean;
  }

  /** The cause of a missing answer, and its fix. */
  static String reason(Throwable failure) {
    String message =
        failure.getMessage() == null || failure.getMessage().isBlank()
            ? failure.getClass().getSimpleName()
            : failure.getMessage();
    return switch (failure) {
      case UnknownHostException _ -> "unknown host: correct the address";
      case UnresolvedAddressException _ -> "unknown host: correct the address";
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "unknown host: correct the address";
      case ConnectException _ -> "cannot connect: start the server or correct the address";
      case SSLException _ -> message + ": check the server's certificate and what this JVM trusts";
      default -> message + ": see the server's log";
    };
  }

  /** Aborts the requests in flight. */
  @Override
  public void close() {
    if (shared != null) {
      shared.shutdownNow();
      shared.close();
    }
  }
}
