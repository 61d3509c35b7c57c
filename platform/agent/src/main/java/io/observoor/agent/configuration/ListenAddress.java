package io.observoor.agent.configuration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen at.
 *
 * @param host a name or an address, without brackets; empty for all addresses of this host
 * @param port the port; 0 for any that is free; {@link #NONE} has -1
 */
public record ListenAddress(String host, int port) {
  /** Nowhere. */
  public static final ListenAddress NONE = new ListenAddress("", -1);

  static final String EXPECTED =
      "an address such as :9090, 127.0.0.1:9090 or [::1]:9090, or an empty text for none";

  private static final Pattern ADDRESS =
      Pattern.compile("(|[\\w.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}(?:%\\w{1,15})?]):(\\d{1,5})");

  private static final int LAST_PORT = 65_535;

  /** Reads HOST:PORT; an empty text is {@link #NONE}. */
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

  /** True for the address that means nowhere. */
  public boolean isNone() {
    return port < 0;
  }

  /** As the configuration file has it. */
  @Override
  public String toString() {
    if (isNone()) {
      return "";
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
