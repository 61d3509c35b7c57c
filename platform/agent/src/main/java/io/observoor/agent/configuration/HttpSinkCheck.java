package io.observoor.agent.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks an address and headers of the HTTP sink. Its messages show neither. */
final class HttpSinkCheck {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,20})://.*");
  private static final int LAST_PORT = 65_535;

  private HttpSinkCheck() {}

  /** Returns the fault of an address; empty if it is valid. */
  static Optional<String> fault(String address) {
    Matcher scheme = SCHEME.matcher(address);
    if (!scheme.matches()) {
      return Optional.of("it does not begin with http:// or https://");
    }
    if (!"http".equalsIgnoreCase(scheme.group(1)) && !"https".equalsIgnoreCase(scheme.group(1))) {
      return Optional.of("it begins with " + scheme.group(1) + "://");
    }
    try {
      URI uri = new URI(address);
      if (uri.getHost() == null) {
        return Optional.of("it has no host, or its port is not a number");
      }
      return uri.getPort() == 0 || uri.getPort() > LAST_PORT
          ? Optional.of("its port is not between 1 and " + LAST_PORT)
          : Optional.empty();
    } catch (URISyntaxException e) {
      // the exception's message would show the address
      return Optional.of(
          "it is not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
    }
  }

  /** Whether the HTTP client accepts this header: it refuses those that it sets itself. */
  static boolean accepts(String name, String value) {
    try {
      HttpRequest.newBuilder().header(name, value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
