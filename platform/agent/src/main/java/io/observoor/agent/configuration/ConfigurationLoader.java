package io.observoor.agent.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** The way from a file, or from none, to an {@link AgentConfiguration}. */
public final class ConfigurationLoader {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final String NOT_BUILT =
      " is not built yet in this version: it is accepted and has no effect";

  private ConfigurationLoader() {}

  /**
   * A configuration, and what its user should know about it.
   *
   * @param configuration what was read
   * @param warnings one line each: what is accepted and without effect, and what is probably not
   *     meant
   */
  public record Loaded(AgentConfiguration configuration, List<String> warnings) {}

  /**
   * Reads a file.
   *
   * @throws InvalidConfigurationException with all its mistakes
   */
  public static Loaded load(Path file) throws InvalidConfigurationException {
    return interpret(file.toString(), YamlDocument.read(file));
  }

  /** The same for a text; {@code source} is how messages call it. */
  static Loaded load(String source, String text) throws InvalidConfigurationException {
    return interpret(source, YamlDocument.parse(source, text));
  }

  /**
   * What holds without a file: the declared defaults, Parquet files, the host's name and mainnet's
   * slots.
   */
  public static Loaded builtIn() {
    Settings settings = new Settings();
    builtIn(settings, ConfigurationKeys.META_CLIENT_NAME, hostName());
    builtIn(settings, ConfigurationKeys.META_NETWORK_NAME, "mainnet");
    // nothing listens that nobody asked for, and several agents can be tried side by side
    builtIn(settings, ConfigurationKeys.HEALTH_ADDRESS, ListenAddress.NONE);
    return new Loaded(ConfigurationAssembler.assemble(settings), List.of());
  }

  private static <T> void builtIn(Settings settings, Key<T> key, T value) {
    settings.put(key.path(), new Settings.Setting(key, value, Position.NOWHERE));
  }

  private static Loaded interpret(String source, Optional<Node> root)
      throws InvalidConfigurationException {
    List<Problem> problems = new ArrayList<>();
    Settings settings = new ConfigurationParser(problems).parse(root);
    ConfigurationRules.check(settings, problems);
    if (!problems.isEmpty()) {
      problems.sort(Problem.BY_POSITION);
      throw new InvalidConfigurationException(source, problems);
    }
    return new Loaded(ConfigurationAssembler.assemble(settings), warnings(settings));
  }

  private static List<String> warnings(Settings settings) {
    Set<String> warnings = new LinkedHashSet<>();
    for (Settings.Setting setting : settings.all()) {
      pendingPart(setting.key(), setting.value()).ifPresent(part -> warnings.add(part + NOT_BUILT));
    }
    for (String group : settings.names("probes")) {
      boolean on = settings.get(ConfigurationKeys.GROUP_ENABLED, group);
      List<String> improved = ReferenceNames.GROUP_IMPROVES.getOrDefault(group, List.of());
      if (on
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

  private static <T> Optional<String> pendingPart(Key<T> key, Object value) {
    @SuppressWarnings("unchecked") // the parser made the value with this key's own type
    T typed = (T) value;
    return key.pending().filter(pending -> pending.asked().test(typed)).map(Key.Pending::part);
  }

  /** From the kernel: asking the resolver could wait for a network. */
  private static String hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip();
      return name.isEmpty() ? "localhost" : name;
    } catch (IOException cause) {
      return "localhost";
    }
  }
}
