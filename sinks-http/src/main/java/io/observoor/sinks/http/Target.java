package io.observoor.sinks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Where requests go. What is secret of it, the headers and the parts of the address that may hold a
 * password or a token, appears in no message.
 *
 * @param uri the address, without user and password
 * @param headers what each request carries, by name; a name may come more than once
 */
record Target(URI uri, List<Map.Entry<String, String>> headers) {

  /** Copies the list. */
  Target {
    headers = List.copyOf(headers);
  }

  /**
   * Reads an address and headers as {@code Name: value}. A user and a password in the address
   * become the header Authorization, unless there is one.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  static Target of(String address, List<String> lines, String version) {
    URI uri = parse(address);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      Settings.require(colon > 0, "headers", "of the form 'Name: value', each");
      headers.add(Map.entry(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
    }
    if (uri.getUserInfo() != null && !has(headers, "Authorization")) {
      headers.add(Map.entry("Authorization", "Basic " + base64(uri.getUserInfo())));
    }
    if (!has(headers, "User-Agent")) {
      headers.add(Map.entry("User-Agent", "observoor/" + version));
    }
    checkAccepted(headers);
    return new Target(withoutUser(uri), headers);
  }

  private static URI parse(String address) {
    try {
      URI uri = new URI(address);
      Settings.require(
          uri.getHost() != null
              && ("http".equalsIgnoreCase(uri.getScheme())
                  || "https".equalsIgnoreCase(uri.getScheme())),
          "address",
          "http://HOST[:PORT]/PATH or https://HOST[:PORT]/PATH");
      return uri;
    } catch (URISyntaxException e) {
      // its message would show the address
      throw new IllegalArgumentException(
          "configuration "
              + HttpSinkConfiguration.PID
              + ": address is no URL: "
              + e.getReason()
              + " at character "
              + e.getIndex());
    }
  }

  private static void checkAccepted(List<Map.Entry<String, String>> headers) {
    for (Map.Entry<String, String> header : headers) {
      try {
        HttpRequest.newBuilder().header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "configuration "
                + HttpSinkConfiguration.PID
                + ": header '"
                + header.getKey()
                + "' cannot be set: its name or value is no header's, or the client sets it itself");
      }
    }
  }

  private static boolean has(List<Map.Entry<String, String>> headers, String name) {
    return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static URI withoutUser(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(uri.getScheme() + "://" + authority(uri) + path + query);
  }

  private static String authority(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** The port, also where the address leaves it to the scheme. */
  int port() {
    return uri.getPort() >= 0 ? uri.getPort() : isEncrypted() ? 443 : 80;
  }

  /** Whether it is https. */
  boolean isEncrypted() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** The address for messages: without the query, which may hold a token. */
  @Override
  public String toString() {
    return uri.getScheme() + "://" + authority(uri) + uri.getRawPath();
  }
}
