package io.observoor.agent.configuration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on.
 *
 * @param host a name or an address, without brackets; empty for all addresses of this host
 * @param port 0 for any free port, -1 for {@link #NONE}
 */
public record ListenAddress(String host, int port) {
  /** Does not listen. */
  public static final ListenAddress NONE = new ListenAddress("", -1);

  static final String EXPECTED =
      "an address such as :9090, 127.0.0.1:9090 or [::1]:9090, or an empty text for none";

  private static final Pattern ADDRESS =
      Pattern.compile("(|[\\w.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}(?:%\\w{1,15})?]):(\\d{1,5})");

  private static final int LAST_PORT = 65_535;

  /** Parses HOST:PORT; an empty text is {@link #NONE}. */
  static Optional<ListenAddress> parse(String text) {
    if (text.isBlank()) {
      return Optional.of(NONE);
    }
    Matcher address = ADDRESS.matcher(text);
    if (!address.matches() || Integer.parseInt(address.group(2)) > LAST_PORT) {
      return Optional.empty();
    }
    String host = address.group(1);
    boolean bracketed = host.startsWith("[");
    return Optional.of(
        new ListenAddress(
            bracketed ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(address.group(2))));
  }

  /** Whether this is {@link #NONE}. */
  public boolean isNone() {
    return port < 0;
  }

  /** Formats the address as in the configuration file. */
  @Override
  public String toString() {
    if (isNone()) {
      return "";
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
