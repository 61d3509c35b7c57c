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
 * The server's URL and the headers of each request. Messages show neither the headers nor the parts
 * of the URL that may hold a password or a token.
 *
 * @param uri the URL, without user and password
 * @param headers the headers of each request, by name; a name may occur more than once
 */
record Endpoint(URI uri, List<Map.Entry<String, String>> headers) {

  /** Copies the list. */
  Endpoint {
    headers = List.copyOf(headers);
  }

  /**
   * Parses an address and headers of the form {@code Name: value}. A user and a password in the
   * address become the header Authorization, unless the list has one.
   *
   * @throws IllegalArgumentException if the address or a header is invalid
   */
  static Endpoint of(String address, List<String> lines, String version) {
    URI uri = parse(address);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      Settings.require(colon > 0, "each of headers", "of the form 'Name: value'");
      headers.add(Map.entry(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
    }
    if (uri.getUserInfo() != null && !has(headers, "Authorization")) {
      headers.add(Map.entry("Authorization", "Basic " + base64(uri.getUserInfo())));
    }
    if (!has(headers, "User-Agent")) {
      headers.add(Map.entry("User-Agent", "observoor/" + version));
    }
    headers.forEach(Endpoint::check);
    return new Endpoint(withoutUser(uri), headers);
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
      // The exception's own message would show the address.
      throw Settings.invalid(
          "address is not a URL: " + e.getReason() + " at character " + e.getIndex());
    }
  }

  private static void check(Map.Entry<String, String> header) {
    try {
      HttpRequest.newBuilder().header(header.getKey(), header.getValue());
    } catch (IllegalArgumentException e) {
      throw Settings.invalid(
          "header '"
              + header.getKey()
              + "' cannot be set: its name or value is invalid, or the HTTP client sets it itself");
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

  /** The port; the scheme's default if the address names none. */
  int port() {
    return uri.getPort() >= 0 ? uri.getPort() : isEncrypted() ? 443 : 80;
  }

  boolean isEncrypted() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** The URL for messages, without the query, which may hold a token. */
  @Override
  public String toString() {
    return uri.getScheme() + "://" + authority(uri) + uri.getRawPath();
  }
}
