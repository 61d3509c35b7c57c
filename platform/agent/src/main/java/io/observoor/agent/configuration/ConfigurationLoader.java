package io.observoor.agent.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads an {@link AgentConfiguration} from a file, or builds the default one. */
public final class ConfigurationLoader {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final String NOT_IMPLEMENTED =
      " is not implemented in this version: the key is accepted and has no effect";

  private ConfigurationLoader() {}

  /**
   * Reads a file.
   *
   * @throws InvalidConfigurationException with all its errors
   */
  public static AgentConfiguration load(Path file) throws InvalidConfigurationException {
    return interpret(file.toString(), YamlDocument.read(file));
  }

  /** Reads a text; messages call it {@code source}. */
  static AgentConfiguration load(String source, String text) throws InvalidConfigurationException {
    return interpret(source, YamlDocument.parse(source, text));
  }

  /**
   * Builds the configuration of an agent without a file: the declared defaults, Parquet files, the
   * host's name and mainnet's slots.
   */
  public static AgentConfiguration builtIn() {
    Settings settings = new Settings();
    put(settings, ConfigurationKeys.META_CLIENT_NAME, hostName());
    put(settings, ConfigurationKeys.META_NETWORK_NAME, "mainnet");
    // no port is opened unasked, and several agents can be tried side by side
    put(settings, ConfigurationKeys.HEALTH_ADDRESS, ListenAddress.NONE);
    return new AgentConfiguration(settings, List.of());
  }

  private static <T> void put(Settings settings, Key<T> key, T value) {
    settings.put(key.path(), new Settings.Setting<>(key, value, Position.NONE));
  }

  private static AgentConfiguration interpret(String source, Optional<Node> root)
      throws InvalidConfigurationException {
    List<ConfigurationError> errors = new ArrayList<>();
    Settings settings = new ConfigurationParser(errors).parse(root);
    ConfigurationRules.check(settings, errors);
    if (!errors.isEmpty()) {
      errors.sort(Comparator.comparing(ConfigurationError::position));
      throw new InvalidConfigurationException(source, errors);
    }
    return new AgentConfiguration(settings, warnings(settings));
  }

  private static List<String> warnings(Settings settings) {
    Set<String> warnings = new LinkedHashSet<>();
    for (Settings.Setting<?> setting : settings.all()) {
      setting.unsupportedPart().ifPresent(part -> warnings.add(part + NOT_IMPLEMENTED));
    }
    for (String group : settings.names("probes")) {
      List<String> improved = ReferenceNames.GROUP_IMPROVES.getOrDefault(group, List.of());
      if (settings.get(ConfigurationKeys.GROUP_ENABLED, group)
          && improved.stream()
              .anyMatch(other -> !settings.get(ConfigurationKeys.GROUP_ENABLED, other))) {
        warnings.add(
            "probes."
                + group
                + " has no effect while probes."
                + improved.getFirst()
                + " is disabled");
      }
    }
    return List.copyOf(warnings);
  }

  /** Asks the kernel: the resolver could wait for a network. */
  private static String hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip();
      return name.isEmpty() ? "localhost" : name;
    } catch (IOException cause) {
      return "localhost";
    }
  }
}
