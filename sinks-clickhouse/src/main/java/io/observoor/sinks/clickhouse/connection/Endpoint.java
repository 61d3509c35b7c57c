package io.observoor.sinks.clickhouse.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a ClickHouse server's HTTP interface is.
 *
 * @param secure whether it speaks TLS
 * @param host a name or an address, without brackets
 * @param port its port
 * @param note what was understood otherwise than it was written; empty where nothing was
 */
public record Endpoint(boolean secure, String host, int port, String note) {
  private static final int HTTP = 8123;
  private static final int HTTPS = 8443;

  /** ClickHouse's own protocol, which the client does not speak: in files for the reference. */
  private static final int NATIVE = 9000;

  private static final int NATIVE_SECURE = 9440;

  /**
   * The endpoints of a list with commas between them, each {@code http://host:port}, {@code
   * https://host:port}, {@code host:port} or {@code host}.
   *
   * @throws IllegalArgumentException when one is none of these
   */
  public static List<Endpoint> parseAll(String list) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String text : list.split(",", -1)) {
      endpoints.add(parse(text.strip()));
    }
    return List.copyOf(endpoints);
  }

  private static Endpoint parse(String text) {
    boolean schemed = text.contains("://");
    URI uri = uri(schemed ? text : "any://" + text);
    if (uri.getHost() == null) {
      throw unreadable();
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return switch (schemed ? uri.getScheme().toLowerCase(Locale.ROOT) : "any") {
      case "http" -> new Endpoint(false, host, port(uri, HTTP), "");
      case "https" -> new Endpoint(true, host, port(uri, HTTPS), "");
      case "any", "tcp", "clickhouse" -> guess(host, port(uri, HTTP));
      default -> throw unreadable();
    };
  }

  private static Endpoint guess(String host, int port) {
    return switch (port) {
      case NATIVE -> new Endpoint(false, host, HTTP, otherPort(host, port, HTTP));
      case NATIVE_SECURE -> new Endpoint(true, host, HTTPS, otherPort(host, port, HTTPS));
      default -> new Endpoint(port == HTTPS, host, port, "");
    };
  }

  private static String otherPort(String host, int port, int used) {
    return "%s:%d is the port of ClickHouse's native protocol: its HTTP interface at port %d is used"
            .formatted(host, port, used)
        + " (write http://%s:PORT where it is another)".formatted(host);
  }

  private static int port(URI uri, int otherwise) {
    return uri.getPort() < 0 ? otherwise : uri.getPort();
  }

  /** What stands before the host may be a password: it is in no message. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw unreadable();
    }
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "endpoint: must be http://host:port, https://host:port or host:port, several with commas"
            + " between them");
  }

  /**
   * User and password where they stand before the host of the first endpoint that has any, with a
   * colon between them.
   */
  static Optional<String> userInfo(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .map(text -> uri(text.contains("://") ? text : "any://" + text).getUserInfo())
        .filter(info -> info != null && !info.isEmpty())
        .findFirst();
  }

  /** As the client wants it, and as messages name it: without a user. */
  public String url() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return (secure ? "https://" : "http://") + name + ":" + port;
  }

  @Override
  public String toString() {
    return url();
  }
}
