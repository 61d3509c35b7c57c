package io.observoor.sinks.clickhouse.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of a ClickHouse server's HTTP interface.
 *
 * @param secure whether it uses TLS
 * @param host a name or an address, without brackets
 * @param port the TCP port
 * @param note how the endpoint differs from the configured one; empty when it does not
 */
public record Endpoint(boolean secure, String host, int port, String note) {
  private static final int HTTP = 8123;
  private static final int HTTPS = 8443;

  /** Ports of the native protocol, which the reference agent uses and this client does not. */
  private static final int NATIVE = 9000;

  private static final int NATIVE_SECURE = 9440;

  /**
   * Parses endpoints that are separated by commas, each {@code http://host:port}, {@code
   * https://host:port}, {@code host:port} or {@code host}.
   *
   * @throws IllegalArgumentException when an endpoint has another form
   */
  public static List<Endpoint> parseAll(String list) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String text : list.split(",", -1)) {
      endpoints.add(parse(text.strip()));
    }
    return List.copyOf(endpoints);
  }

  private static Endpoint parse(String text) {
    boolean hasScheme = text.contains("://");
    URI uri = uri(hasScheme ? text : "any://" + text);
    if (uri.getHost() == null) {
      throw invalid();
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return switch (hasScheme ? uri.getScheme().toLowerCase(Locale.ROOT) : "any") {
      case "http" -> new Endpoint(false, host, port(uri, HTTP), "");
      case "https" -> new Endpoint(true, host, port(uri, HTTPS), "");
      case "any", "tcp", "clickhouse" -> httpEndpoint(host, port(uri, HTTP));
      default -> throw invalid();
    };
  }

  private static Endpoint httpEndpoint(String host, int port) {
    return switch (port) {
      case NATIVE -> new Endpoint(false, host, HTTP, portNote(host, port, HTTP));
      case NATIVE_SECURE -> new Endpoint(true, host, HTTPS, portNote(host, port, HTTPS));
      default -> new Endpoint(port == HTTPS, host, port, "");
    };
  }

  private static String portNote(String host, int port, int used) {
    return "%s:%d is the port of ClickHouse's native protocol: using its HTTP port %d instead (configure http://%s:PORT for another one)"
        .formatted(host, port, used, host);
  }

  private static int port(URI uri, int defaultPort) {
    return uri.getPort() < 0 ? defaultPort : uri.getPort();
  }

  /** Parses a URI. Messages do not show it: it may contain a password. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw invalid();
    }
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "endpoint: must be http://host:port, https://host:port or host:port, several separated by commas");
  }

  /** Returns {@code user:password} of the first endpoint that contains it. */
  static Optional<String> userInfo(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .map(text -> uri(text.contains("://") ? text : "any://" + text).getUserInfo())
        .filter(info -> info != null && !info.isEmpty())
        .findFirst();
  }

  /** Returns the URL for the client and for messages, without credentials. */
  public String url() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return (secure ? "https://" : "http://") + name + ":" + port;
  }

  @Override
  public String toString() {
    return url();
  }
}
