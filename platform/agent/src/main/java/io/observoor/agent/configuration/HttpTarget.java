package io.observoor.agent.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether requests can go to an address, with a header. What it says shows neither of the two. */
final class HttpTarget {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,20})://.*");
  private static final int LAST_PORT = 65_535;

  private HttpTarget() {}

  /** What is wrong with an address; nothing if it can be used. */
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
        return Optional.of("it names no host, or its port is no number");
      }
      return uri.getPort() == 0 || uri.getPort() > LAST_PORT
          ? Optional.of("its port is not between 1 and " + LAST_PORT)
          : Optional.empty();
    } catch (URISyntaxException e) {
      // its message would show the address
      return Optional.of(
          "it is no URL: " + e.getReason() + " at its character " + (e.getIndex() + 1));
    }
  }

  /** Whether a request may carry this header: those that the client sets itself it refuses. */
  static boolean accepts(String name, String value) {
    try {
      HttpRequest.newBuilder().header(name, value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
