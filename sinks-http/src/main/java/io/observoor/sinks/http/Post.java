package io.observoor.sinks.http;

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

/** Makes the requests, each to its answer. Thread-safe. */
final class Post implements AutoCloseable {
  private final Settings settings;
  private final Counters counters;
  private final HttpClient shared;

  Post(Settings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
    shared = settings.keepAlive() ? client() : null;
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        // a server that moved could be anybody, and the headers are secret
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(settings.timeout())
        .build();
  }

  /**
   * Connects, and lets go.
   *
   * @throws IOException when the server cannot be reached, or its certificate is not trusted
   */
  void tryConnection() throws IOException {
    Target target = settings.target();
    ProxySelector proxies = ProxySelector.getDefault();
    if (proxies != null
        && proxies.select(target.uri()).stream().anyMatch(it -> it.type() != Proxy.Type.DIRECT)) {
      return;
    }
    int timeout = Math.toIntExact(Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(target.uri().getHost(), target.port()), timeout);
      if (target.isEncrypted()) {
        socket.setSoTimeout(timeout);
        shakeHands(socket, target);
      }
    }
  }

  private static void shakeHands(Socket socket, Target target) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket encrypted =
        (SSLSocket) factory.createSocket(socket, target.uri().getHost(), target.port(), true)) {
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
    }
  }

  /** Posts rows and waits for the answer. */
  Answer send(Parcel.Part part) throws InterruptedException {
    byte[] body = settings.compression().compress(part.array(), part.firstByte(), part.endByte());
    HttpClient client = shared == null ? client() : shared;
    try {
      Answer answer = exchange(client, request(part, body));
      counters.answered(answer, part.rows(), body.length);
      return answer;
    } finally {
      if (shared == null) {
        client.shutdownNow();
        client.close();
      }
    }
  }

  private HttpRequest request(Parcel.Part part, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.target().uri())
            .POST(BodyPublishers.ofByteArray(body))
            .setHeader("Content-Type", "application/x-ndjson")
            .setHeader("Idempotency-Key", '"' + part.key() + '"');
    if (!settings.compression().encoding().isEmpty()) {
      request.setHeader("Content-Encoding", settings.compression().encoding());
    }
    for (Map.Entry<String, String> header : settings.target().headers()) {
      request.header(header.getKey(), header.getValue());
    }
    return request.build();
  }

  private Answer exchange(HttpClient client, HttpRequest request) throws InterruptedException {
    Duration timeout = settings.timeout();
    // the client's own time-out would end with the headers of the answer
    CompletableFuture<HttpResponse<String>> exchange =
        client.sendAsync(request, _ -> new Excerpt());
    try {
      HttpResponse<String> response = exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return Answer.of(
          response.statusCode(),
          withoutSecrets(response.body()),
          response.headers().firstValue("Retry-After"),
          response.headers().firstValue("Location"));
    } catch (TimeoutException e) {
      return new Answer.Failed(
          "no answer within "
              + timeout.toMillis()
              + " ms: see the server's log or raise export_timeout");
    } catch (ExecutionException e) {
      return new Answer.Failed(reason(e.getCause()));
    } finally {
      exchange.cancel(true);
    }
  }

  /** A server may send back what it got. */
  private String withoutSecrets(String text) {
    String clean = text;
    for (Map.Entry<String, String> header : settings.target().headers()) {
      if (header.getValue().length() > 3) {
        clean = clean.replace(header.getValue(), "***");
      }
    }
    return clean;
  }

  /** Why there was no answer, and what to do about it. */
  static String reason(Throwable failure) {
    String message =
        failure.getMessage() == null || failure.getMessage().isBlank()
            ? failure.getClass().getSimpleName()
            : failure.getMessage();
    return switch (failure) {
      case UnknownHostException _ -> "its host is not known: correct the address";
      case UnresolvedAddressException _ -> "its host is not known: correct the address";
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "its host is not known: correct the address";
      case ConnectException _ -> "cannot connect: start the server or correct the address";
      case SSLException _ -> message + ": check the server's certificate and what this JVM trusts";
      default -> message + ": see the server's log";
    };
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    if (shared != null) {
      shared.shutdownNow();
      shared.close();
    }
  }
}
