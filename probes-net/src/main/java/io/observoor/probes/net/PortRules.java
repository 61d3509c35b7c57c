package io.observoor.probes.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.observoor.api.batch.ClientType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The ports of clients, by default and by command line: the rules of {@code ports.txt}. */
final class PortRules {
  /** A word that ends in "port", followed by a number. */
  private static final Pattern ANY_PORT =
      Pattern.compile("([\\w.-]*port)[=: ]\\s*(\\d{1,5})(?!\\d)", Pattern.CASE_INSENSITIVE);

  private final List<PortRule> rules;

  PortRules(List<PortRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Loads the rules of this bundle. */
  static PortRules load() {
    try (InputStream in = PortRules.class.getResourceAsStream("ports.txt");
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return new PortRules(
          lines
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(PortRule::parse)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the default ports of a client. */
  List<LabeledPort> defaults(ClientType client) {
    List<LabeledPort> ports = new ArrayList<>();
    for (PortRule rule : rules) {
      if (rule.client() == client) {
        addDefaults(rule, ports);
      }
    }
    return ports;
  }

  /**
   * Returns the ports of a process, including those with their default, if its command line names
   * at least one; otherwise an empty list.
   */
  List<LabeledPort> ports(ClientType client, List<String> arguments) {
    CommandLine commandLine = new CommandLine(arguments);
    List<LabeledPort> ports = new ArrayList<>();
    boolean known = false;
    boolean named = false;
    for (PortRule rule : rules) {
      if (rule.client() == client) {
        known = true;
        OptionalInt port = rule.port(commandLine);
        if (port.isPresent()) {
          named = true;
          ports.add(new LabeledPort(rule.transport(), port.getAsInt(), rule.label()));
        } else {
          addDefaults(rule, ports);
        }
      }
    }
    if (!known) {
      return search(String.join(" ", arguments));
    }
    return named ? ports : List.of();
  }

  private static void addDefaults(PortRule rule, List<LabeledPort> ports) {
    for (int port : rule.defaults()) {
      ports.add(new LabeledPort(rule.transport(), port, rule.label()));
    }
  }

  /**
   * Searches the command line of a client without rules for ports. The label of a flag's port is
   * that of all clients that have the flag; if they disagree, the port has none.
   */
  private List<LabeledPort> search(String commandLine) {
    List<LabeledPort> ports = new ArrayList<>();
    Matcher matcher = ANY_PORT.matcher(commandLine);
    while (matcher.find()) {
      int port = Integer.parseInt(matcher.group(2));
      String flag = CommandLine.withoutDashes(matcher.group(1)).toLowerCase(Locale.ROOT);
      if (LabeledPort.isPort(port)) {
        for (Transport transport : Transport.values()) {
          Set<PortLabel> labels = labels(flag, transport);
          if (labels.size() == 1) {
            ports.add(new LabeledPort(transport, port, labels.iterator().next()));
          }
        }
      }
    }
    return ports;
  }

  private Set<PortLabel> labels(String flag, Transport transport) {
    return rules.stream()
        .filter(rule -> rule.transport() == transport)
        .filter(
            rule ->
                rule.flags().stream()
                    .anyMatch(given -> given.offset() == 0 && given.name().equalsIgnoreCase(flag)))
        .map(PortRule::label)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
